package io.portcullis.netlink.nftables.expr;

/**
 * Counts what gets here: {@code nft_counter.c}.
 *
 * @param packets so far
 * @param bytes so far, from the network header on
 */
public record Counter(long packets, long bytes) implements Expression {

  /** A counter that has not counted yet. */
  public static final Counter ZERO = new Counter(0, 0);
}
