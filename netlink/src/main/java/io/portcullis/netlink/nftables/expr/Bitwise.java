package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;

/**
 * {@code dreg = (sreg & mask) ^ xor}: {@code NFT_BITWISE_MASK_XOR} of {@code nft_bitwise.c}.
 *
 * @param mask its length is how many bytes are changed
 * @param xor as long as {@code mask}
 */
public record Bitwise(Register sreg, Register dreg, Bytes mask, Bytes xor) implements Expression {

  /** Keeps the bits of {@code mask}, in place. */
  public static Bitwise and(Register register, Bytes mask) {
    return new Bitwise(register, register, mask, Bytes.zero(mask.length()));
  }
}
