package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Asks the routing table: {@code nft_fib.c}.
 *
 * @param dreg where the answer goes: 4 bytes, host order, for an address type
 * @param result {@code NFT_FIB_RESULT_*}
 * @param flags {@code NFTA_FIB_F_*}: which address, and what else is taken into account
 */
public record Fib(Register dreg, int result, int flags) implements Expression {

  /** {@code NFT_FIB_RESULT_ADDRTYPE}. */
  public static final int RESULT_ADDRTYPE = 3;

  /** {@code NFTA_FIB_F_DADDR}: ask about the destination. */
  public static final int F_DADDR = 1 << 1;

  /** {@code RTN_LOCAL}: an address of this host. */
  public static final int RTN_LOCAL = 2;

  /** Loads the type of the destination address. */
  public static Fib destinationType(Register dreg) {
    return new Fib(dreg, RESULT_ADDRTYPE, F_DADDR);
  }
}
