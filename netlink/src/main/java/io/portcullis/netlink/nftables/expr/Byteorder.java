package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Turns values between network and host order: {@code nft_byteorder.c}.
 *
 * @param sreg where from
 * @param dreg where to
 * @param op {@link #NFT_BYTEORDER_NTOH} or {@link #NFT_BYTEORDER_HTON}
 * @param length bytes in all
 * @param size bytes of each value: 2, 4 or 8
 */
public record Byteorder(Register sreg, Register dreg, int op, int length, int size)
    implements Expression {

  /** Network to host order. */
  public static final int NFT_BYTEORDER_NTOH = 0;

  /** Host to network order. */
  public static final int NFT_BYTEORDER_HTON = 1;

  public Byteorder {
    Checks.between("the operation of byteorder", op, NFT_BYTEORDER_NTOH, NFT_BYTEORDER_HTON);
    Checks.registerBytes("the length of byteorder in bytes", length);
    if (size != 2 && size != 4 && size != 8) {
      throw new IllegalArgumentException("byteorder turns 2, 4 or 8 bytes, not " + size);
    }
  }
}
