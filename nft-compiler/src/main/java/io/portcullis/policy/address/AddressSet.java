package io.portcullis.policy.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable set of addresses of one family: disjoint, non-adjacent ranges in ascending order,
 * their bounds in four primitive arrays. Equal sets are equal arrays.
 */
public final class AddressSet {

  private static final AddressSet NONE_V4 = new Builder(Family.V4).build();
  private static final AddressSet NONE_V6 = new Builder(Family.V6).build();
  private static final AddressSet ALL_V4 = of(new Prefix(Address.v4(0), 0));
  private static final AddressSet ALL_V6 = of(new Prefix(Address.v6(0, 0), 0));

  private final Family family;
  private final long[] firstHigh;
  private final long[] firstLow;
  private final long[] lastHigh;
  private final long[] lastLow;

  /** Cached, as that of a String is: sets are keys, and large. */
  private int hash;

  /**
   * Keeps the arrays. Those of the upper halves may be longer than the others, and shared, as those
   * of IPv4 are.
   */
  AddressSet(Family family, long[] firstHigh, long[] firstLow, long[] lastHigh, long[] lastLow) {
    this.family = family;
    this.firstHigh = firstHigh;
    this.firstLow = firstLow;
    this.lastHigh = lastHigh;
    this.lastLow = lastLow;
  }

  /** Every address. */
  public static AddressSet all(Family family) {
    return family == Family.V4 ? ALL_V4 : ALL_V6;
  }

  /** No address. */
  public static AddressSet none(Family family) {
    return family == Family.V4 ? NONE_V4 : NONE_V6;
  }

  /** The addresses of one prefix. */
  public static AddressSet of(Prefix prefix) {
    return new Builder(prefix.family()).add(prefix).build();
  }

  /** Starts a set; ranges may come in any order and overlap. */
  public static Builder builder(Family family) {
    return new Builder(family);
  }

  public Family family() {
    return family;
  }

  public boolean isEmpty() {
    return firstLow.length == 0;
  }

  /** True if every address is in it. */
  public boolean isAll() {
    return rangeCount() == 1 && equals(all(family));
  }

  /** How many ranges it consists of. */
  public int rangeCount() {
    return firstLow.length;
  }

  /** The first address of range {@code index}. */
  public Address first(int index) {
    return new Address(family, firstHigh[index], firstLow[index]);
  }

  /** The last address of range {@code index}. */
  public Address last(int index) {
    return new Address(family, lastHigh[index], lastLow[index]);
  }

  /** The upper half of the first address of range {@code index}. */
  public long firstHigh(int index) {
    return firstHigh[index];
  }

  /** The lower half of the first address of range {@code index}. */
  public long firstLow(int index) {
    return firstLow[index];
  }

  /** The upper half of the last address of range {@code index}. */
  public long lastHigh(int index) {
    return lastHigh[index];
  }

  /** The lower half of the last address of range {@code index}. */
  public long lastLow(int index) {
    return lastLow[index];
  }

  /** The last range that does not start above an address; -1 if all do. */
  public int floor(long high, long low) {
    int from = 0;
    int to = firstLow.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Bits128.compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from - 1;
  }

  /** True if the address is in it; one of another family never is. */
  public boolean contains(Address address) {
    return address.family() == family && contains(address.high(), address.low());
  }

  /** True if the address is in it; by halving, without allocating. */
  public boolean contains(long high, long low) {
    int from = 0;
    int to = firstLow.length - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      if (Bits128.compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
        to = middle - 1;
      } else if (Bits128.compare(high, low, lastHigh[middle], lastLow[middle]) > 0) {
        from = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** What is in either. */
  public AddressSet union(AddressSet other) {
    check(other);
    if (isEmpty() || other.isAll()) {
      return other;
    }
    return other.isEmpty() ? this : SetAlgebra.union(this, other);
  }

  /** What is in both. */
  public AddressSet intersect(AddressSet other) {
    check(other);
    if (isEmpty() || other.isAll()) {
      return this;
    }
    return other.isEmpty() || isAll() ? other : SetAlgebra.intersection(this, other);
  }

  /** True if any address is in both. */
  public boolean overlaps(AddressSet other) {
    check(other);
    return SetAlgebra.overlap(this, other);
  }

  /** True if any address of a prefix of the same family is in it; without allocating. */
  public boolean overlaps(Prefix prefix) {
    Address first = prefix.address();
    int length = prefix.length();
    long toHigh = first.high() | (family == Family.V4 ? 0 : ~Bits128.maskHigh(128, length));
    long toLow = first.low() | ~Bits128.maskLow(family.bits(), length);
    toLow = family == Family.V4 ? toLow & 0xffffffffL : toLow;
    int at = floor(toHigh, toLow);
    return at >= 0 && Bits128.compare(lastHigh[at], lastLow[at], first.high(), first.low()) >= 0;
  }

  /** What is not in it. */
  public AddressSet complement() {
    RangeColumns out = new RangeColumns(family, rangeCount() + 1);
    long nextHigh = 0;
    long nextLow = 0;
    for (int i = 0; i < rangeCount(); i++) {
      if (Bits128.compare(nextHigh, nextLow, firstHigh[i], firstLow[i]) < 0) {
        boolean unused =
            out.add(
                nextHigh,
                nextLow,
                Bits128.decrementHigh(firstHigh[i], firstLow[i]),
                firstLow[i] - 1);
      }
      nextHigh = Bits128.incrementHigh(lastHigh[i], lastLow[i]);
      nextLow = lastLow[i] + 1;
    }
    Address end = maximum();
    if (isEmpty() || !last(rangeCount() - 1).equals(end)) {
      boolean unused = out.add(nextHigh, nextLow, end.high(), end.low());
    }
    return out.build();
  }

  /** What is in this and not in the other; ranges that both begin or end with cost little. */
  public AddressSet minus(AddressSet other) {
    check(other);
    int both = Math.min(rangeCount(), other.rangeCount());
    int start = 0;
    while (start < both && sameRange(start, other, start)) {
      start++;
    }
    int end = 0;
    while (end < both - start
        && sameRange(rangeCount() - 1 - end, other, other.rangeCount() - 1 - end)) {
      end++;
    }
    AddressSet left = start + end == 0 ? this : slice(start, rangeCount() - end);
    AddressSet right = start + end == 0 ? other : other.slice(start, other.rangeCount() - end);
    return left.isEmpty() || right.isEmpty() ? left : SetAlgebra.difference(left, right);
  }

  private boolean sameRange(int index, AddressSet other, int otherIndex) {
    return firstLow[index] == other.firstLow[otherIndex]
        && lastLow[index] == other.lastLow[otherIndex]
        && firstHigh[index] == other.firstHigh[otherIndex]
        && lastHigh[index] == other.lastHigh[otherIndex];
  }

  private AddressSet slice(int from, int to) {
    return new AddressSet(
        family,
        Arrays.copyOfRange(firstHigh, from, to),
        Arrays.copyOfRange(firstLow, from, to),
        Arrays.copyOfRange(lastHigh, from, to),
        Arrays.copyOfRange(lastLow, from, to));
  }

  /** The fewest prefixes that make it up, in ascending order. */
  public List<Prefix> prefixes() {
    List<Prefix> out = new ArrayList<>();
    for (int i = 0; i < rangeCount(); i++) {
      Prefixes.cover(first(i), last(i), out);
    }
    return out;
  }

  private Address maximum() {
    return family == Family.V4 ? Address.v4(-1) : Address.v6(-1, -1);
  }

  private void check(AddressSet other) {
    if (other.family != family) {
      throw new IllegalArgumentException("a set of " + family + " and one of " + other.family);
    }
  }

  /** Puts ranges from {@code at} on into columns, from {@code to} on. */
  void copy(int at, int count, long[] fh, long[] fl, long[] lh, long[] ll, int to) {
    System.arraycopy(firstLow, at, fl, to, count);
    System.arraycopy(lastLow, at, ll, to, count);
    if (family == Family.V6) {
      System.arraycopy(firstHigh, at, fh, to, count);
      System.arraycopy(lastHigh, at, lh, to, count);
    }
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof AddressSet that
        && family == that.family
        && Arrays.equals(firstLow, that.firstLow)
        && Arrays.equals(lastLow, that.lastLow)
        && (family == Family.V4
            || (Arrays.equals(firstHigh, that.firstHigh)
                && Arrays.equals(lastHigh, that.lastHigh)));
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(firstLow) * 31 + Arrays.hashCode(lastLow);
      known = family == Family.V4 ? known : known * 31 + Arrays.hashCode(firstHigh);
      hash = known == 0 ? 1 : known;
    }
    return known == 0 ? 1 : known;
  }

  /** Its prefixes, or how many there are if more than eight. */
  @Override
  public String toString() {
    return rangeCount() > 8 ? rangeCount() + " " + family + " ranges" : prefixes().toString();
  }

  /** Collects ranges in any order; not for use by more than one thread. */
  public static final class Builder {

    private final Family family;
    private long[] bounds = new long[16];
    private int size;
    private boolean sorted = true;

    private Builder(Family family) {
      this.family = family;
    }

    /** Adds the addresses of a prefix. */
    public Builder add(Prefix prefix) {
      Address last = prefix.last();
      return add(prefix.address().high(), prefix.address().low(), last.high(), last.low());
    }

    /** Adds all of another set. */
    public Builder add(AddressSet set) {
      for (int i = 0; i < set.rangeCount(); i++) {
        add(set.firstHigh[i], set.firstLow[i], set.lastHigh[i], set.lastLow[i]);
      }
      return this;
    }

    /** Adds a range, bounds included. */
    public Builder add(long firstHigh, long firstLow, long lastHigh, long lastLow) {
      if (4 * size == bounds.length) {
        bounds = Arrays.copyOf(bounds, 8 * size);
      }
      int at = 4 * size++;
      bounds[at] = firstHigh;
      bounds[at + 1] = firstLow;
      bounds[at + 2] = lastHigh;
      bounds[at + 3] = lastLow;
      sorted &=
          size == 1 || Bits128.compare(bounds[at - 4], bounds[at - 3], firstHigh, firstLow) <= 0;
      return this;
    }

    /** The set; the builder must not be used afterwards. */
    public AddressSet build() {
      if (!sorted) {
        Ranges.sort(bounds, size);
      }
      RangeColumns out = new RangeColumns(family, size);
      for (int at = 0; at < 4 * size; at += 4) {
        boolean unused = out.add(bounds[at], bounds[at + 1], bounds[at + 2], bounds[at + 3]);
      }
      return out.build();
    }
  }
}
