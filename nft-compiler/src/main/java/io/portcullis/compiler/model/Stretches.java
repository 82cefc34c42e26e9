package io.portcullis.compiler.model;

import io.portcullis.policy.address.Bits128;
import java.util.Arrays;

/**
 * The whole address space in ascending order, cut where the outcome changes: primitive arrays of
 * first addresses and outcome numbers.
 */
final class Stretches {

  private long[] high = new long[16];
  private long[] low = new long[16];
  private int[] outcome = new int[16];
  private int size;

  /** Adds a stretch from an address on; joins it to the one before if that has the same outcome. */
  void append(long fromHigh, long fromLow, int number) {
    if (size > 0 && outcome[size - 1] == number) {
      return;
    }
    if (size == outcome.length) {
      high = Arrays.copyOf(high, 2 * size);
      low = Arrays.copyOf(low, 2 * size);
      outcome = Arrays.copyOf(outcome, 2 * size);
    }
    high[size] = fromHigh;
    low[size] = fromLow;
    outcome[size++] = number;
  }

  /** As {@link #append}; a stretch that would start at the same address gives way. */
  void appendFrom(long fromHigh, long fromLow, int number) {
    if (size > 0 && high[size - 1] == fromHigh && low[size - 1] == fromLow) {
      size--;
    }
    append(fromHigh, fromLow, number);
  }

  /** The outcome of stretch {@code index}. */
  int outcome(int index) {
    return outcome[index];
  }

  /** How many. */
  int size() {
    return size;
  }

  /** The upper half of the first address of stretch {@code index}. */
  long high(int index) {
    return high[index];
  }

  /** The lower half of the first address of stretch {@code index}. */
  long low(int index) {
    return low[index];
  }

  /** The first address of stretch {@code index}, compared with another. */
  int compareFirst(int index, long otherHigh, long otherLow) {
    return Bits128.compare(high[index], low[index], otherHigh, otherLow);
  }

  /** The last stretch that starts at or before an address, from {@code from} to {@code to}. */
  int holding(long atHigh, long atLow, int from, int to) {
    int below = from;
    int above = to + 1;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (compareFirst(middle, atHigh, atLow) <= 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }
}
