package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Bits128;
import java.util.ArrayDeque;

/**
 * What is left of a box of some dimensions: take one of its boxes, set a region to it, narrow the
 * region, and take that away. Everything is gone when nothing is left, and nothing twice.
 */
final class Space {

  /** Longs per dimension: first value and last value, in halves. */
  private static final int LONGS = 4;

  private final Dimension[] dimensions;
  private final ArrayDeque<long[]> left = new ArrayDeque<>();
  private long[] current = new long[0];

  /** Of the dimensions given, the first is the outermost: boxes are cut along it last. */
  Space(Dimension... dimensions) {
    this.dimensions = dimensions;
  }

  /** Starts with one box. */
  void fill(Region whole) {
    left.clear();
    long[] box = new long[LONGS * dimensions.length];
    for (int i = 0; i < dimensions.length; i++) {
      int at = LONGS * i;
      box[at] = whole.high(dimensions[i]);
      box[at + 1] = whole.low(dimensions[i]);
      box[at + 2] = whole.lastHigh(dimensions[i]);
      box[at + 3] = whole.lastLow(dimensions[i]);
    }
    left.push(box);
  }

  /** Takes a box and sets {@code region} to it; false if none is left. */
  boolean next(Region region) {
    if (left.isEmpty()) {
      return false;
    }
    current = left.pop();
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
        long[] rest = current.clone();
        rest[at] = Bits128.incrementHigh(lastHigh, lastLow);
        rest[at + 1] = lastLow + 1;
        left.push(rest);
        current[at + 2] = lastHigh;
        current[at + 3] = lastLow;
      }
    }
  }
}
