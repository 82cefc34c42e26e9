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

  private AddressSet(
      Family family, long[] firstHigh, long[] firstLow, long[] lastHigh, long[] lastLow) {
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
    return equals(all(family));
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
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty() ? this : new Builder(family).add(this).add(other).build();
  }

  /** What is in both. */
  public AddressSet intersect(AddressSet other) {
    check(other);
    Builder out = new Builder(family);
    int i = 0;
    int j = 0;
    while (i < rangeCount() && j < other.rangeCount()) {
      boolean mineStartsLater =
          Bits128.compare(firstHigh[i], firstLow[i], other.firstHigh[j], other.firstLow[j]) >= 0;
      boolean mineEndsFirst =
          Bits128.compare(lastHigh[i], lastLow[i], other.lastHigh[j], other.lastLow[j]) <= 0;
      long fromHigh = mineStartsLater ? firstHigh[i] : other.firstHigh[j];
      long fromLow = mineStartsLater ? firstLow[i] : other.firstLow[j];
      long toHigh = mineEndsFirst ? lastHigh[i] : other.lastHigh[j];
      long toLow = mineEndsFirst ? lastLow[i] : other.lastLow[j];
      if (Bits128.compare(fromHigh, fromLow, toHigh, toLow) <= 0) {
        out.add(fromHigh, fromLow, toHigh, toLow);
      }
      if (mineEndsFirst) {
        i++;
      } else {
        j++;
      }
    }
    return out.build();
  }

  /** What is not in it. */
  public AddressSet complement() {
    Builder out = new Builder(family);
    long nextHigh = 0;
    long nextLow = 0;
    for (int i = 0; i < rangeCount(); i++) {
      if (Bits128.compare(nextHigh, nextLow, firstHigh[i], firstLow[i]) < 0) {
        out.add(
            nextHigh, nextLow, Bits128.decrementHigh(firstHigh[i], firstLow[i]), firstLow[i] - 1);
      }
      nextHigh = Bits128.incrementHigh(lastHigh[i], lastLow[i]);
      nextLow = lastLow[i] + 1;
    }
    Address end = maximum();
    boolean open = isEmpty() || !last(rangeCount() - 1).equals(end);
    return open ? out.add(nextHigh, nextLow, end.high(), end.low()).build() : out.build();
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
    return start + end == 0
        ? intersect(other.complement())
        : slice(start, rangeCount() - end)
            .intersect(other.slice(start, other.rangeCount() - end).complement());
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

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressSet that
        && family == that.family
        && Arrays.equals(firstHigh, that.firstHigh)
        && Arrays.equals(firstLow, that.firstLow)
        && Arrays.equals(lastHigh, that.lastHigh)
        && Arrays.equals(lastLow, that.lastLow);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(firstLow) * 31 + Arrays.hashCode(lastLow) + Arrays.hashCode(firstHigh);
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
      int merged = 0;
      for (int i = 0; i < size; i++) {
        int at = 4 * i;
        if (merged > 0 && touches(4 * (merged - 1), at)) {
          int into = 4 * (merged - 1);
          if (Bits128.compare(bounds[into + 2], bounds[into + 3], bounds[at + 2], bounds[at + 3])
              < 0) {
            bounds[into + 2] = bounds[at + 2];
            bounds[into + 3] = bounds[at + 3];
          }
        } else {
          System.arraycopy(bounds, at, bounds, 4 * merged++, 4);
        }
      }
      return new AddressSet(
          family, column(0, merged), column(1, merged), column(2, merged), column(3, merged));
    }

    /** True if the later range starts within the earlier one or straight after it. */
    private boolean touches(int earlier, int later) {
      long lastHigh = bounds[earlier + 2];
      long lastLow = bounds[earlier + 3];
      if (Bits128.compare(bounds[later], bounds[later + 1], lastHigh, lastLow) <= 0) {
        return true;
      }
      return bounds[later] == Bits128.incrementHigh(lastHigh, lastLow)
          && bounds[later + 1] == lastLow + 1;
    }

    private long[] column(int offset, int count) {
      long[] out = new long[count];
      for (int i = 0; i < count; i++) {
        out[i] = bounds[4 * i + offset];
      }
      return out;
    }
  }
}
