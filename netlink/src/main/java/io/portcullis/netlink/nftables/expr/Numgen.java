package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads the next of a sequence of numbers, {@code offset} to {@code offset + modulus - 1}: {@code
 * nft_numgen.c}.
 *
 * @param dreg where the number goes: 4 bytes, host order
 * @param modulus how many different numbers, at least 1, unsigned
 * @param type {@link #NFT_NG_INCREMENTAL} or {@link #NFT_NG_RANDOM}
 * @param offset the least number, unsigned
 */
public record Numgen(Register dreg, int modulus, int type, int offset) implements Expression {

  /** One after the other. */
  public static final int NFT_NG_INCREMENTAL = 0;

  /** Any. */
  public static final int NFT_NG_RANDOM = 1;

  public Numgen {
    Checks.between("the type of numgen", type, NFT_NG_INCREMENTAL, NFT_NG_RANDOM);
    Checks.numbers("numgen", modulus, offset);
  }
}
