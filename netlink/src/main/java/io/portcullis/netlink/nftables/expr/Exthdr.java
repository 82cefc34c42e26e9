package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Arrays;
import java.util.Optional;

/** Extension headers, options and chunks: {@code nft_exthdr.c}. */
public sealed interface Exthdr extends Expression {

  /** {@code NFT_EXTHDR_OP_*}: of which header, in the kernel's numbering. */
  enum Op {
    IPV6(0),
    TCPOPT(1),
    IPV4(2),
    SCTP(3),
    DCCP(4);

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
   * Loads bytes, or breaks the rule if there is no such header.
   *
   * @param dreg where to
   * @param op of which header
   * @param type protocol number, option kind or chunk type: one byte
   * @param offset bytes from its start, 0 to 255
   * @param length bytes, 0 to 64
   * @param present {@code NFT_EXTHDR_F_PRESENT}: loads one byte that says whether there is one,
   *     instead
   */
  record Load(Register dreg, Op op, int type, int offset, int length, boolean present)
      implements Exthdr {

    public Load {
      check(type, offset, length);
    }
  }

  /**
   * Changes bytes of a TCP option.
   *
   * @param sreg the new ones
   * @param type option kind
   * @param offset bytes from its start
   * @param length 2 or 4 bytes, as the kernel has it
   */
  record Write(Register sreg, int type, int offset, int length) implements Exthdr {

    public Write {
      check(type, offset, length);
    }
  }

  /**
   * Puts no-operations in place of a TCP option.
   *
   * @param type option kind
   */
  record Reset(int type) implements Exthdr {

    public Reset {
      check(type, 0, 0);
    }
  }

  private static void check(int type, int offset, int length) {
    Checks.u8("the type of exthdr", type);
    Checks.u8("the offset of exthdr in bytes", offset);
    Checks.between("the length of exthdr in bytes", length, 0, 64);
  }
}
