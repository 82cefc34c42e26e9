package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Shifts a value whose first byte is its highest: {@code NFT_BITWISE_LSHIFT} and {@code
 * NFT_BITWISE_RSHIFT} of {@code nft_bitwise.c}, from Linux 5.6.
 *
 * @param sreg where from
 * @param dreg where to
 * @param length bytes of the value
 * @param left {@code NFT_BITWISE_LSHIFT}, else {@code NFT_BITWISE_RSHIFT}
 * @param bits by how many, 0 to 31
 */
public record BitwiseShift(Register sreg, Register dreg, int length, boolean left, int bits)
    implements Expression {

  public BitwiseShift {
    Checks.registerBytes("the length of a shifted value in bytes", length);
    Checks.between("the number of bits to shift by", bits, 0, 31);
  }
}
