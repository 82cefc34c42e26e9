package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Intervals of one field as the kernel gets them, each a first key and, flagged {@code
 * INTERVAL_END}, the key after its last: {@code nft_set_rbtree.c}. A key is in the set if the
 * greatest bound not above it is no end; where an end and a start are equal, the start counts.
 */
final class IntervalKeys implements PreparedSet {

  private final int length;
  private final byte[][] bounds;
  private final int[] elements;

  /**
   * Takes all bounds in any order.
   *
   * @param ends which of them are ends
   */
  IntervalKeys(int length, byte[][] keys, boolean[] ends) {
    this.length = length;
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) -> {
          int byKey = Arrays.compareUnsigned(keys[a], keys[b]);
          return byKey != 0 ? byKey : Boolean.compare(ends[b], ends[a]);
        });
    bounds = new byte[keys.length][];
    elements = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      bounds[i] = keys[order[i]];
      elements[i] = ends[order[i]] ? NONE : order[i];
    }
  }

  @Override
  public int find(byte[] registers, int at) {
    int bound = boundsUpTo(registers, at);
    return bound == 0 ? NONE : elements[bound - 1];
  }

  /** The key stays between the bounds around it. */
  @Override
  public int findKept(KeyBounds kept, int at) {
    kept.refuseNames(at, length);
    int bound = boundsUpTo(kept.registers(), at);
    if (bound < bounds.length) {
      kept.keepBelow(at, length, bounds[bound], 0);
    }
    if (bound > 0) {
      kept.keepAtLeast(at, length, bounds[bound - 1], 0);
    }
    return bound == 0 ? NONE : elements[bound - 1];
  }

  /** How many bounds are not above the key. */
  private int boundsUpTo(byte[] registers, int at) {
    int from = 0;
    int to = bounds.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Arrays.compareUnsigned(bounds[middle], 0, length, registers, at, at + length) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
