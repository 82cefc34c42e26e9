package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Asks the routing table: {@code nft_fib.c}.
 *
 * @param dreg where the answer goes
 * @param result {@code NFT_FIB_RESULT_*}
 * @param flags {@code NFTA_FIB_F_*}: which address, and what else is taken into account
 */
public record Fib(Register dreg, int result, int flags) implements Expression {

  /** {@code NFT_FIB_RESULT_OIF}: the interface's index, 4 bytes, host order. */
  public static final int RESULT_OIF = 1;

  /** {@code NFT_FIB_RESULT_OIFNAME}: the interface's name, 16 bytes, padded with NUL. */
  public static final int RESULT_OIFNAME = 2;

  /** {@code NFT_FIB_RESULT_ADDRTYPE}: {@code RTN_*}, 4 bytes, host order. */
  public static final int RESULT_ADDRTYPE = 3;

  /** {@code NFTA_FIB_F_SADDR}: ask about the source. */
  public static final int F_SADDR = 1;

  /** {@code NFTA_FIB_F_DADDR}: ask about the destination. */
  public static final int F_DADDR = 1 << 1;

  /** {@code NFTA_FIB_F_MARK}: routing rules see the packet's mark. */
  public static final int F_MARK = 1 << 2;

  /** {@code NFTA_FIB_F_IIF}: only by way of the interface that the packet came in by. */
  public static final int F_IIF = 1 << 3;

  /** {@code NFTA_FIB_F_OIF}: only by way of the interface that the packet leaves by. */
  public static final int F_OIF = 1 << 4;

  /** {@code NFTA_FIB_F_PRESENT}: one byte that says whether there is a route, instead. */
  public static final int F_PRESENT = 1 << 5;

  /** {@code RTN_LOCAL}: an address of this host. */
  public static final int RTN_LOCAL = 2;

  /** Loads the type of the destination address. */
  public static Fib destinationType(Register dreg) {
    return new Fib(dreg, RESULT_ADDRTYPE, F_DADDR);
  }
}
