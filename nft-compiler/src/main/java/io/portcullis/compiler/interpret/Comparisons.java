package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Ct;
import io.portcullis.netlink.nftables.expr.Fib;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Range;
import java.util.Arrays;

/** What works on registers and constants alone: immediate, cmp, range, bitwise. */
final class Comparisons {

  private static final Bytes LOCAL = Bytes.ofHostU32(Fib.RTN_LOCAL);
  private static final Bytes EXPECTED = Bytes.ofHostU32(Ct.STATUS_EXPECTED);

  private Comparisons() {}

  static Op value(Registers registers, Immediate.Value value) {
    byte[] bytes = value.value().toArray();
    int to = registers.write(value.dreg(), bytes.length);
    return machine -> {
      machine.store(bytes, 0, bytes.length, to);
      return Op.NEXT;
    };
  }

  /** {@code nft_cmp_eval()}: {@code memcmp} of the register with the constant. */
  static Op cmp(Registers registers, Cmp cmp) {
    byte[] data = cmp.data().toArray();
    Cmp.Op op = cmp.op();
    boolean ordered = op != Cmp.Op.EQ && op != Cmp.Op.NEQ;
    boolean local = !ordered && cmp.data().equals(LOCAL);
    int from =
        local
            ? registers.readOnly(cmp.sreg(), data.length, Registers.Limit.LOCAL)
            : registers.read(cmp.sreg(), data.length);
    int to = from + data.length;
    return machine -> {
      int order = Arrays.compareUnsigned(machine.registers, from, to, data, 0, data.length);
      boolean holds =
          switch (op) {
            case EQ -> order == 0;
            case NEQ -> order != 0;
            case LT -> order < 0;
            case LTE -> order <= 0;
            case GT -> order > 0;
            case GTE -> order >= 0;
          };
      if (machine.narrows) {
        boolean atMost = op == Cmp.Op.LTE || op == Cmp.Op.GT;
        keep(machine.bounds, from, data, order, ordered, atMost);
      }
      return holds ? Op.NEXT : Op.BREAK;
    };
  }

  private static void keep(
      KeyBounds kept, int from, byte[] data, int order, boolean ordered, boolean atMost) {
    if (ordered) {
      kept.refuseNames(from, data.length);
    }
    if (order < 0) {
      kept.keepBelow(from, data.length, data, 0);
    } else if (order > 0 || (ordered && !atMost)) {
      kept.keepAtLeast(from, data.length, data, 0);
    } else {
      kept.keepEqual(from, data.length);
    }
  }

  /** {@code nft_range_eval()}. */
  static Op range(Registers registers, Range range) {
    byte[] first = range.from().toArray();
    byte[] last = range.to().toArray();
    if (first.length != last.length) {
      throw registers.refused("range's bounds differ in length");
    }
    int length = first.length;
    int from = registers.read(range.sreg(), length);
    int to = from + length;
    boolean inverted = range.inverted();
    return machine -> {
      byte[] words = machine.registers;
      boolean below = Arrays.compareUnsigned(words, from, to, first, 0, length) < 0;
      boolean above = Arrays.compareUnsigned(words, from, to, last, 0, length) > 0;
      if (machine.narrows) {
        keep(machine.bounds, from, first, last, below, above);
      }
      return (!below && !above) != inverted ? Op.NEXT : Op.BREAK;
    };
  }

  private static void keep(
      KeyBounds kept, int from, byte[] first, byte[] last, boolean below, boolean above) {
    kept.refuseNames(from, first.length);
    if (below) {
      kept.keepBelow(from, first.length, first, 0);
    } else {
      kept.keepAtLeast(from, first.length, first, 0);
    }
    if (above) {
      kept.keepAtLeast(from, last.length, last, 0);
    } else {
      kept.keepAtMost(from, last.length, last, 0);
    }
  }

  /** {@code nft_bitwise_eval_mask_xor()}: by whole words, constants padded with zeros. */
  static Op bitwise(Registers registers, Bitwise bitwise) {
    int length = (bitwise.mask().length() + 3) & ~3;
    byte[] mask = Arrays.copyOf(bitwise.mask().toArray(), length);
    byte[] xor = Arrays.copyOf(bitwise.xor().toArray(), length);
    boolean expected =
        bitwise.mask().equals(EXPECTED) && bitwise.xor().equals(Bytes.zero(EXPECTED.length()));
    int from =
        expected
            ? registers.readOnly(bitwise.sreg(), length, Registers.Limit.EXPECTED)
            : registers.read(bitwise.sreg(), length);
    int to = registers.write(bitwise.dreg(), length);
    if (from < to + length && to < from + length && from != to) {
      throw registers.refused("bitwise writes over a part of what it reads");
    }
    return machine -> {
      for (int i = 0; i < mask.length; i++) {
        machine.registers[to + i] = (byte) ((machine.registers[from + i] & mask[i]) ^ xor[i]);
      }
      if (machine.narrows) {
        machine.origins.masked(from, to, mask, xor);
      }
      return Op.NEXT;
    };
  }
}
