package io.portcullis.policy.effective;

import java.util.BitSet;

/** An immutable set of ICMP type and code pairs. */
public final class IcmpSet {

  /** The number of pairs there are. */
  public static final int COUNT = 65536;

  /** Every type and code. */
  public static final IcmpSet ALL = new IcmpSet(range(0, COUNT));

  private final BitSet pairs;

  private IcmpSet(BitSet pairs) {
    this.pairs = pairs;
  }

  private static BitSet range(int from, int to) {
    BitSet bits = new BitSet(COUNT);
    bits.set(from, to);
    return bits;
  }

  /** All codes of one type, 0 to 255. */
  public static IcmpSet ofType(int type) {
    return new IcmpSet(range(type << 8, (type + 1) << 8));
  }

  /** One type and code, each 0 to 255. */
  public static IcmpSet of(int type, int code) {
    return new IcmpSet(range(type << 8 | code, (type << 8 | code) + 1));
  }

  public boolean contains(int type, int code) {
    return pairs.get(type << 8 | code);
  }

  public boolean isAll() {
    return pairs.cardinality() == COUNT;
  }

  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** The pairs as {@code type << 8 | code}: a port set of the two bytes on the wire. */
  public PortSet asWords() {
    return PortSet.of(pairs);
  }

  /** What is in both. */
  public IcmpSet intersect(IcmpSet other) {
    BitSet out = (BitSet) pairs.clone();
    out.and(other.pairs);
    return new IcmpSet(out);
  }

  /** What is not in it. */
  public IcmpSet complement() {
    BitSet out = (BitSet) pairs.clone();
    out.flip(0, COUNT);
    return new IcmpSet(out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IcmpSet that && pairs.equals(that.pairs);
  }

  @Override
  public int hashCode() {
    return pairs.hashCode();
  }

  @Override
  public String toString() {
    return isAll() ? "any" : asWords().ranges().toString();
  }
}
