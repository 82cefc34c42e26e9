package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Bits128;
import java.util.Arrays;

/**
 * What is left of a box of some dimensions: take one of its boxes, set a region to it, narrow the
 * region, and take that away. Everything is gone when nothing is left, and nothing twice.
 */
final class Space {

  /** Longs per dimension: first value and last value, in halves. */
  private static final int LONGS = 4;

  private final Dimension[] dimensions;
  private final int length;

  /** Boxes one after the other, used again and again. */
  private long[] left;

  private int boxes;
  private final long[] current;

  /** Of the dimensions given, the first is the outermost: boxes are cut along it last. */
  Space(Dimension... dimensions) {
    this.dimensions = dimensions;
    this.length = LONGS * dimensions.length;
    this.left = new long[length * (dimensions.length + 1)];
    this.current = new long[length];
  }

  /** Starts with one box. */
  void fill(Region whole) {
    for (int i = 0; i < dimensions.length; i++) {
      int at = LONGS * i;
      left[at] = whole.high(dimensions[i]);
      left[at + 1] = whole.low(dimensions[i]);
      left[at + 2] = whole.lastHigh(dimensions[i]);
      left[at + 3] = whole.lastLow(dimensions[i]);
    }
    boxes = 1;
  }

  /** Takes a box and sets {@code region} to it; false if none is left. */
  boolean next(Region region) {
    if (boxes == 0) {
      return false;
    }
    boxes--;
    System.arraycopy(left, boxes * length, current, 0, length);
    for (int i = 0; i < dimensions.length; i++) {
      int at = LONGS * i;
      region.set(dimensions[i], current[at], current[at + 1], current[at + 2], current[at + 3]);
    }
    return true;
  }

  /** Puts back what of the box was taken and is not in {@code region}, which is narrower. */
  void keepRest(Region region) {
    for (int i = 0; i < dimensions.length; i++) {
      int at = LONGS * i;
      long lastHigh = region.lastHigh(dimensions[i]);
      long lastLow = region.lastLow(dimensions[i]);
      if (Bits128.compare(lastHigh, lastLow, current[at + 2], current[at + 3]) < 0) {
        int rest = boxes++ * length;
        if (rest == left.length) {
          left = Arrays.copyOf(left, 2 * rest);
        }
        System.arraycopy(current, 0, left, rest, length);
        left[rest + at] = Bits128.incrementHigh(lastHigh, lastLow);
        left[rest + at + 1] = lastLow + 1;
        current[at + 2] = lastHigh;
        current[at + 3] = lastLow;
      }
    }
  }
}
