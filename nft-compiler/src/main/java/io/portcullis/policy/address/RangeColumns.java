package io.portcullis.policy.address;

import java.util.Arrays;

/**
 * Ranges that come in ascending order of their first addresses, as the four columns of an {@link
 * AddressSet}. Those that meet become one; runs of another set are copied as a whole.
 */
final class RangeColumns {

  /** The upper halves of IPv4 addresses, which all sets share; only ever replaced by a longer. */
  private static volatile long[] zeros = new long[1 << 10];

  private final Family family;
  private long[] firstHigh;
  private long[] firstLow;
  private long[] lastHigh;
  private long[] lastLow;
  private int size;

  RangeColumns(Family family, int capacity) {
    this.family = family;
    this.firstLow = new long[capacity];
    this.lastLow = new long[capacity];
    this.firstHigh = high(capacity);
    this.lastHigh = high(capacity);
  }

  private long[] high(int length) {
    return family == Family.V4 ? zeros(length) : new long[length];
  }

  private static long[] zeros(int length) {
    long[] known = zeros;
    if (known.length < length) {
      known = new long[Math.max(length, 2 * known.length)];
      zeros = known;
    }
    return known;
  }

  /**
   * Adds a range that does not begin before the last one added.
   *
   * @return whether it stands alone, rather than being one with the last
   */
  boolean add(long fromHigh, long fromLow, long toHigh, long toLow) {
    int last = size - 1;
    if (last >= 0 && meets(last, fromHigh, fromLow)) {
      if (Bits128.compare(toHigh, toLow, lastHigh[last], lastLow[last]) > 0) {
        lastLow[last] = toLow;
        setLastHigh(last, toHigh);
      }
      return false;
    }
    reserve(1);
    firstLow[size] = fromLow;
    lastLow[size] = toLow;
    if (family == Family.V6) {
      firstHigh[size] = fromHigh;
    }
    setLastHigh(size, toHigh);
    size++;
    return true;
  }

  private void setLastHigh(int index, long high) {
    if (family == Family.V6) {
      lastHigh[index] = high;
    }
  }

  private boolean meets(int last, long high, long low) {
    return Bits128.compare(high, low, lastHigh[last], lastLow[last]) <= 0
        || (high == Bits128.incrementHigh(lastHigh[last], lastLow[last])
            && low == lastLow[last] + 1);
  }

  /** Adds the ranges of {@code set} from one index to before another. */
  void addRun(AddressSet set, int from, int to) {
    int at = from;
    boolean alone = false;
    while (at < to && !alone) {
      alone = add(set.firstHigh(at), set.firstLow(at), set.lastHigh(at), set.lastLow(at));
      at++;
    }
    int count = to - at;
    if (count <= 0) {
      return;
    }
    reserve(count);
    set.copy(at, count, firstHigh, firstLow, lastHigh, lastLow, size);
    size += count;
  }

  private void reserve(int more) {
    if (size + more <= firstLow.length) {
      return;
    }
    int capacity = Math.max(size + more, 2 * firstLow.length);
    firstLow = Arrays.copyOf(firstLow, capacity);
    lastLow = Arrays.copyOf(lastLow, capacity);
    firstHigh = family == Family.V4 ? zeros(capacity) : Arrays.copyOf(firstHigh, capacity);
    lastHigh = family == Family.V4 ? zeros(capacity) : Arrays.copyOf(lastHigh, capacity);
  }

  /** The set; nothing may be added afterwards. */
  AddressSet build() {
    boolean exact = size == firstLow.length;
    return new AddressSet(
        family,
        exact || family == Family.V4 ? firstHigh : Arrays.copyOf(firstHigh, size),
        exact ? firstLow : Arrays.copyOf(firstLow, size),
        exact || family == Family.V4 ? lastHigh : Arrays.copyOf(lastHigh, size),
        exact ? lastLow : Arrays.copyOf(lastLow, size));
  }
}
