package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code dreg = sreg op other}: {@code NFT_BITWISE_AND}, {@code NFT_BITWISE_OR} and {@code
 * NFT_BITWISE_XOR} of {@code nft_bitwise.c}, from Linux 6.13. With a constant, {@link Bitwise} does
 * the same on every kernel.
 */
public sealed interface BitwiseBoolean extends Expression {

  /** Which operation. */
  Op op();

  /** {@code NFT_BITWISE_*}, in the kernel's numbering. */
  enum Op {
    AND(3),
    OR(4),
    XOR(5);

    private final int value;

    Op(int value) {
      this.value = value;
    }

    /** The kernel's number. */
    public int value() {
      return value;
    }

    /** The one with that number, if there is one. */
    public static Optional<Op> of(int value) {
      return Arrays.stream(values()).filter(known -> known.value == value).findFirst();
    }
  }

  /**
   * With another register.
   *
   * @param length bytes
   */
  record OfRegister(Op op, Register sreg, Register sreg2, Register dreg, int length)
      implements BitwiseBoolean {

    public OfRegister {
      Checks.registerBytes("the length of a bitwise operation in bytes", length);
    }
  }

  /**
   * With a constant.
   *
   * @param value its length is how many bytes are changed
   */
  record OfValue(Op op, Register sreg, Register dreg, Bytes value) implements BitwiseBoolean {

    public OfValue {
      Checks.registerBytes("the length of a bitwise operation in bytes", value.length());
    }
  }
}
