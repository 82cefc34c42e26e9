package io.portcullis.netlink.nftables.expr;

/**
 * Breaks the rule when it is reached too often: {@code nft_limit.c}.
 *
 * @param rate how many
 * @param unit per how many seconds
 * @param burst how many at once beyond the rate
 * @param type {@link #NFT_LIMIT_PKTS} or {@link #NFT_LIMIT_PKT_BYTES}
 * @param flags {@link #NFT_LIMIT_F_INV} or 0
 */
public record Limit(long rate, long unit, int burst, int type, int flags) implements Expression {

  /** Packets. */
  public static final int NFT_LIMIT_PKTS = 0;

  /** Bytes. */
  public static final int NFT_LIMIT_PKT_BYTES = 1;

  /** Breaks the rule while it is not reached too often. */
  public static final int NFT_LIMIT_F_INV = 1;

  public Limit {
    Checks.between("the type of limit", type, NFT_LIMIT_PKTS, NFT_LIMIT_PKT_BYTES);
    Checks.between("the flags of limit", flags, 0, NFT_LIMIT_F_INV);
  }
}
