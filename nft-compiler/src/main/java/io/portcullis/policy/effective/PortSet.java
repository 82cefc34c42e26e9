package io.portcullis.policy.effective;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An immutable set of ports, 0 to 65535.
 *
 * @param ranges disjoint, non-adjacent, ascending
 */
public record PortSet(List<Range> ranges) {

  /** The number of ports there are. */
  public static final int COUNT = 65536;

  /** Every port. */
  public static final PortSet ALL = new PortSet(List.of(new Range(0, COUNT - 1)));

  /** No port. */
  public static final PortSet NONE = new PortSet(List.of());

  public PortSet {
    ranges = List.copyOf(ranges);
  }

  /**
   * Ports from {@code first} to {@code last}, both included.
   *
   * @param first 0 to 65535
   * @param last not less than {@code first}
   */
  public record Range(int first, int last) {

    public Range {
      if (first < 0 || last >= COUNT || first > last) {
        throw new IllegalArgumentException("no port range: " + first + ":" + last);
      }
    }
  }

  /** The ports of any ranges, which may overlap. */
  public static PortSet of(List<Range> ranges) {
    if (ranges.size() <= 1) {
      return new PortSet(ranges);
    }
    BitSet bits = new BitSet(COUNT);
    ranges.forEach(range -> bits.set(range.first(), range.last() + 1));
    return of(bits);
  }

  /** One port. */
  public static PortSet of(int port) {
    return new PortSet(List.of(new Range(port, port)));
  }

  /** The ports whose bits are set. */
  public static PortSet of(BitSet bits) {
    List<Range> out = new ArrayList<>();
    int first = bits.nextSetBit(0);
    while (first >= 0) {
      int end = bits.nextClearBit(first);
      out.add(new Range(first, end - 1));
      first = bits.nextSetBit(end);
    }
    return new PortSet(out);
  }

  /** A fresh set of bits, one per port. */
  public BitSet toBits() {
    BitSet bits = new BitSet(COUNT);
    ranges.forEach(range -> bits.set(range.first(), range.last() + 1));
    return bits;
  }

  public boolean contains(int port) {
    for (Range range : ranges) {
      if (port <= range.last()) {
        return port >= range.first();
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public boolean isAll() {
    return ranges.size() == 1 && equals(ALL);
  }

  /** How many ports are in it. */
  public int size() {
    return ranges.stream().mapToInt(range -> range.last() - range.first() + 1).sum();
  }

  /** What is in both. */
  public PortSet intersect(PortSet other) {
    if (isAll()) {
      return other;
    }
    if (other.isAll()) {
      return this;
    }
    BitSet bits = toBits();
    bits.and(other.toBits());
    return of(bits);
  }

  /** What is not in it. */
  public PortSet complement() {
    BitSet bits = toBits();
    bits.flip(0, COUNT);
    return of(bits);
  }
}
