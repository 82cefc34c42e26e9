package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compares a register with a constant as {@code memcmp} does, and breaks the rule if the answer is
 * no: {@code nft_cmp.c}.
 *
 * @param sreg what is compared
 * @param op how
 * @param data with what; its length is how many bytes are compared
 */
public record Cmp(Register sreg, Op op, Bytes data) implements Expression {

  /** {@code NFT_CMP_*}, in the kernel's numbering. */
  public enum Op {
    EQ(0),
    NEQ(1),
    LT(2),
    LTE(3),
    GT(4),
    GTE(5);

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
}
