package io.portcullis.netlink.nftables.expr;

/**
 * Breaks the rule when it is reached too often: {@code nft_limit.c}.
 *
 * @param rate how many
 * @param unit per how many seconds
 * @param burst how many at once beyond the rate
 * @param type {@code NFT_LIMIT_PKTS} 0 or {@code NFT_LIMIT_PKT_BYTES} 1
 * @param flags {@code NFT_LIMIT_F_INV}
 */
public record Limit(long rate, long unit, int burst, int type, int flags) implements Expression {

  public Limit {
    Checks.between("the type of limit", type, 0, 1);
    Checks.between("the flags of limit", flags, 0, 1);
  }
}
