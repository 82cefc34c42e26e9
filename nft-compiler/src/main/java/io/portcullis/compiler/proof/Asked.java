package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import io.portcullis.policy.address.Family;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which packets of a family may have some bytes in some registers at an expression of a rule: where
 * it cannot be told, all.
 */
final class Asked {

  private static final int BYTES = 64;
  private static final int UNKNOWN = -1;
  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final Family family;
  private final int[] dimension = new int[BYTES];
  private final int[] shift = new int[BYTES];
  private final int[] mask = new int[BYTES];
  private final int[] constant = new int[BYTES];
  private Optional<PacketBox> reach;

  private Asked(Family family) {
    this.family = family;
    this.reach = Optional.of(PacketBox.everything(family));
    Arrays.fill(dimension, UNKNOWN);
    Arrays.fill(constant, UNKNOWN);
  }

  /** The packets that get to an expression, by its index, so far as comparisons before it tell. */
  static Optional<PacketBox> before(NftRule rule, int index, Family family) {
    return upTo(rule, index, family).reach;
  }

  /** Those of them that have a key, or the first bytes of one, in the registers from one on. */
  static Optional<PacketBox> with(
      NftRule rule, int index, Family family, Register register, Bytes key) {
    Asked asked = upTo(rule, index, family);
    asked.equal(register.word() * 4, key);
    return asked.reach;
  }

  private static Asked upTo(NftRule rule, int index, Family family) {
    Asked asked = new Asked(family);
    rule.expressions().subList(0, index).forEach(asked::follow);
    return asked;
  }

  private void follow(Expression expression) {
    if (expression instanceof Meta meta) {
      Dimension of =
          switch (meta.key()) {
            case Meta.NFPROTO -> Dimension.FAMILY;
            case Meta.L4PROTO -> Dimension.PROTOCOL;
            default -> Dimension.INTERFACE;
          };
      load(meta.dreg(), meta.key() == Meta.IIFNAME ? 16 : 4, UNKNOWN, 0, 0);
      if (of != Dimension.INTERFACE) {
        load(meta.dreg(), 1, number(of), 0, 0);
      }
    } else if (expression instanceof Payload payload) {
      load(payload.dreg(), payload.length(), UNKNOWN, 0, 0);
      payload(payload);
    } else if (expression instanceof Bitwise bitwise) {
      bitwise(bitwise);
    } else if (expression instanceof Cmp cmp) {
      if (cmp.op() == Cmp.Op.EQ) {
        equal(cmp.sreg().word() * 4, cmp.data());
      }
    } else if (expression instanceof Immediate.Value value) {
      load(value.dreg(), value.value().length(), UNKNOWN, 0, 0);
      int to = value.dreg().word() * 4;
      for (int i = 0; i < value.value().length() && to + i < BYTES; i++) {
        constant[to + i] = value.value().u8(i);
      }
    } else {
      // Whatever it writes, it is not known any more.
      Arrays.fill(dimension, UNKNOWN);
      Arrays.fill(constant, UNKNOWN);
    }
  }

  private void payload(Payload payload) {
    int offset = payload.offset();
    int end = offset + payload.length();
    if (payload.base() == Payload.Base.TRANSPORT && offset >= 0 && end <= 4) {
      for (int i = offset; i < end; i++) {
        Dimension of = i < 2 ? Dimension.FIRST_WORD : Dimension.DESTINATION_PORT;
        load(payload.dreg(), 1, number(of), i - offset, i % 2 == 0 ? 8 : 0);
      }
    } else if (payload.base() == Payload.Base.NETWORK) {
      int source = family == Family.V4 ? 12 : 8;
      int length = family.bits() / 8;
      for (int i = Math.max(source, offset); i < Math.min(source + 2 * length, end); i++) {
        Dimension of = i < source + length ? Dimension.SOURCE : Dimension.DESTINATION;
        int at = (i - source) % length;
        load(payload.dreg(), 1, number(of), i - offset, 8 * (length - 1 - at));
      }
    }
  }

  private void load(Register register, int length, int of, int at, int low) {
    int to = register.word() * 4 + at;
    int end = of == UNKNOWN ? (to + length + 3) & ~3 : to + length;
    for (int i = to; i < Math.min(end, BYTES); i++) {
      dimension[i] = of;
      constant[i] = UNKNOWN;
      shift[i] = low;
      mask[i] = 0xff;
    }
  }

  private void bitwise(Bitwise bitwise) {
    int from = bitwise.sreg().word() * 4;
    int to = bitwise.dreg().word() * 4;
    for (int i = 0; i < bitwise.mask().length() && Math.max(from, to) + i < BYTES; i++) {
      boolean flips = bitwise.xor().u8(i) != 0;
      shift[to + i] = shift[from + i];
      mask[to + i] = mask[from + i] & bitwise.mask().u8(i);
      dimension[to + i] = flips ? UNKNOWN : dimension[from + i];
      constant[to + i] = UNKNOWN;
    }
  }

  /** Keeps packets that have these bytes there. */
  private void equal(int from, Bytes key) {
    int end = Math.min(key.length(), BYTES - from);
    for (int i = 0; i < end; i++) {
      if (constant[from + i] != UNKNOWN && constant[from + i] != key.u8(i)) {
        reach = Optional.empty();
        return;
      }
    }
    for (int i = 0; i < end; ) {
      int of = dimension[from + i];
      int to = i + 1;
      while (to < end
          && of != UNKNOWN
          && dimension[from + to] == of
          && shift[from + to] == shift[from + to - 1] - 8) {
        to++;
      }
      if (of != UNKNOWN && shift[from + i] + 8 == bits(DIMENSIONS[of])) {
        field(DIMENSIONS[of], from, i, to, key);
      }
      i = to;
    }
  }

  /** A field from its dimension's topmost bit on: as many bits as are kept without a gap. */
  private void field(Dimension of, int from, int start, int end, Bytes key) {
    long[] value = new long[2];
    int free = bits(of);
    for (int i = start; i < end; i++) {
      int kept = Integer.numberOfLeadingZeros(~(mask[from + i] << 24));
      int bits = key.u8(i) & (0xff00 >>> Math.min(kept, 8)) & 0xff;
      value[shift[from + i] >= 64 ? 0 : 1] |= (long) bits << (shift[from + i] & 63);
      free -= Math.min(kept, 8);
      if (kept < 8) {
        break;
      }
    }
    long ofHigh = free <= 64 ? 0 : free == 128 ? -1L : (1L << (free - 64)) - 1;
    long ofLow = free >= 64 ? -1L : (1L << free) - 1;
    if (of == Dimension.FAMILY) {
      boolean same = value[1] == (family == Family.V4 ? 2 : 10);
      reach = same ? reach : Optional.empty();
      return;
    }
    reach =
        reach.flatMap(
            box -> box.within(of, value[0], value[1], value[0] | ofHigh, value[1] | ofLow));
  }

  private int bits(Dimension of) {
    return switch (of) {
      case SOURCE, DESTINATION -> family.bits();
      case FAMILY, PROTOCOL -> 8;
      case DESTINATION_PORT, FIRST_WORD -> 16;
      case INTERFACE, STATE, LOCAL -> UNKNOWN;
    };
  }

  private static int number(Dimension of) {
    return Arrays.asList(DIMENSIONS).indexOf(of);
  }
}
