package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Of each rule, some packets of which it is known to break off without a log: those for which every
 * step of it comes out as it last did. Who goes over packets in order meets such again and again:
 * all lookups of lengths that have no prefix between one bound and the next, and those of another
 * port. So what they cost is that of the bounds there are, not that of bounds times rules.
 *
 * <p>A box holds in the dimensions that the rule asked for, whatever the others are: what a step
 * depends on, it says to the {@link Region}.
 */
final class KnownBreaks {

  /** Per dimension: its index, first value and last value, in halves. */
  private static final int LONGS = 5;

  private static final long[] NOTHING = {};

  private final long[][] boxes;

  /** For so many rules. */
  KnownBreaks(int rules) {
    boxes = new long[rules][];
    forget();
  }

  /** Forgets all: elements came or went. */
  void forget() {
    Arrays.fill(boxes, NOTHING);
  }

  /**
   * True if a rule is known to break off for the packet at a region's corner; the region is then
   * narrowed as by running it.
   */
  boolean hold(int rule, Region region) {
    long[] box = boxes[rule];
    if (box.length == 0) {
      return false;
    }
    for (int at = 0; at < box.length; at += LONGS) {
      if (!region.isWithin((int) box[at], box[at + 1], box[at + 2], box[at + 3], box[at + 4])) {
        return false;
      }
    }
    for (int at = 0; at < box.length; at += LONGS) {
      region.narrow((int) box[at], box[at + 3], box[at + 4]);
    }
    return true;
  }

  /** Notes that a rule broke off, having narrowed a region since {@link Region#mark} was called. */
  void note(int rule, Region region) {
    int asked = region.askedSinceMark();
    // Names of interfaces have no numbers here. What asked for nothing needs no memory.
    if (asked == 0 || (asked & Dimension.INTERFACE.bit()) != 0) {
      return;
    }
    int length = LONGS * Integer.bitCount(asked);
    long[] box = boxes[rule].length == length ? boxes[rule] : new long[length];
    // Addresses first: they are what differs.
    int at = 0;
    for (int dimension = Dimension.COUNT - 1; dimension >= 0; dimension--) {
      if ((asked & 1 << dimension) != 0) {
        region.copySinceMark(dimension, box, at);
        at += LONGS;
      }
    }
    boxes[rule] = box;
  }
}
