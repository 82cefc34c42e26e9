package io.portcullis.netlink.nftables.expr;

/**
 * Matches until (or, inverted, once) so many bytes have come by: {@code nft_quota.c}.
 *
 * @param bytes how many, not negative
 * @param consumed how many already came by
 * @param inverted {@code NFT_QUOTA_F_INV}: match what is over
 */
public record Quota(long bytes, long consumed, boolean inverted) implements Expression {

  public Quota {
    Checks.notNegative("the bytes of quota", bytes);
    Checks.notNegative("the bytes of quota that are consumed", consumed);
  }
}
