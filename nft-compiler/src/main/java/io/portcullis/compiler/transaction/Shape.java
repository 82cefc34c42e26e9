package io.portcullis.compiler.transaction;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a rule makes the key of its lookup: fields of the packet and constants side by side, then a
 * mask over all of it.
 *
 * <p>Two rules with the same loads have the same unmasked key for a packet.
 */
final class Shape {

  /** What is loaded and compared, in order. */
  private final List<Expression> loads = new ArrayList<>();

  /** As wide as the key; what the rule keeps of it. */
  private final byte[] mask;

  /** As wide as the key; the bits that are the same for all packets, and which those are. */
  private final byte[] constant;

  private final byte[] constantMask;

  private Shape(int keyLength) {
    mask = new byte[keyLength];
    Arrays.fill(mask, (byte) 0xff);
    constant = new byte[keyLength];
    constantMask = new byte[keyLength];
  }

  /** The shape of a rule's first lookup; empty if it is none of those that the compiler makes. */
  static Optional<Shape> of(NftRule rule, int keyLength) {
    Optional<Lookup> lookup =
        rule.expressions().stream()
            .filter(Lookup.class::isInstance)
            .map(Lookup.class::cast)
            .findFirst();
    if (lookup.isEmpty()) {
      return Optional.empty();
    }
    Register key = lookup.get().sreg();
    Shape shape = new Shape(keyLength);
    for (Expression expression : rule.expressions()) {
      if (expression instanceof Lookup) {
        return Optional.of(shape);
      } else if (expression instanceof Bitwise bitwise) {
        if (!shape.keep(bitwise, key)) {
          return Optional.empty();
        }
      } else if (expression instanceof Immediate.Value value) {
        shape.loads.add(value);
        shape.fix(value, key);
      } else if (expression instanceof Payload
          || expression instanceof Meta
          || expression instanceof Cmp) {
        shape.loads.add(expression);
      } else {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int offset(Register register, Register key) {
    return (register.word() - key.word()) * 4;
  }

  private boolean keep(Bitwise bitwise, Register key) {
    int at = offset(bitwise.dreg(), key);
    int length = bitwise.mask().length();
    boolean masks =
        bitwise.sreg().equals(bitwise.dreg())
            && bitwise.xor().equals(Bytes.zero(length))
            && at >= 0
            && at + length <= mask.length;
    for (int i = 0; masks && i < length; i++) {
      mask[at + i] &= (byte) bitwise.mask().u8(i);
    }
    return masks;
  }

  private void fix(Immediate.Value value, Register key) {
    int at = offset(value.dreg(), key);
    for (int i = 0; i < value.value().length(); i++) {
      if (at + i >= 0 && at + i < constant.length) {
        constant[at + i] = (byte) value.value().u8(i);
        constantMask[at + i] = (byte) 0xff;
      }
    }
  }

  /** Whether the lookup of some packet can find this key, which is as wide as all keys. */
  boolean canFind(Bytes key) {
    for (int i = 0; i < mask.length; i++) {
      int bits = key.u8(i);
      boolean masked = (bits & ~mask[i] & 0xff) != 0;
      boolean other = ((bits ^ constant[i]) & constantMask[i] & mask[i] & 0xff) != 0;
      if (masked || other) {
        return false;
      }
    }
    return true;
  }

  /** The part of a key that a rule with another mask keeps as well. */
  Bytes common(Bytes key, Shape other) {
    byte[] kept = new byte[mask.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = (byte) (key.u8(i) & mask[i] & other.mask[i]);
    }
    return Bytes.of(kept);
  }

  boolean sameLoads(Shape other) {
    return loads.equals(other.loads) && mask.length == other.mask.length;
  }
}
