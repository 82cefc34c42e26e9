package io.portcullis.netlink.nftables.expr;

/**
 * Remembers when a packet was here last: {@code nft_last.c}, from Linux 5.14.
 *
 * @param seen whether there was one
 * @param milliseconds how long ago, 0 if there was none
 */
public record Last(boolean seen, long milliseconds) implements Expression {

  /** No packet so far. */
  public static final Last NEVER = new Last(false, 0);

  public Last {
    Checks.between("the milliseconds of last", milliseconds, 0, seen ? Long.MAX_VALUE : 0);
  }
}
