package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Turns "this comparison has the same outcome" into bounds on dimensions of the packet.
 *
 * <p>The outcome of comparing a key with constants is kept for packets whose values are not less
 * than this one's, since a {@link Region} reaches upwards only. A key is gone through field by
 * field: those equal to the constant's must stay as they are, and the first that differs must stay
 * on its side; what follows it is free.
 */
final class KeyBounds {

  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final byte[] registers;
  private final Origins origins;

  KeyBounds(byte[] registers, Origins origins) {
    this.registers = registers;
    this.origins = origins;
  }

  /** The bytes that are compared. */
  byte[] registers() {
    return registers;
  }

  /** Keeps a key as it is. */
  void keepEqual(int at, int length) {
    int end = at + length;
    for (int from = at; from < end; ) {
      int to = field(from, end);
      exact(from, to);
      from = to;
    }
  }

  /** Keeps a key that is below another one there. */
  void keepBelow(int at, int length, byte[] key, int keyAt) {
    keepUnder(at, length, key, keyAt, false);
  }

  /** Keeps a key that is not above another one there. */
  void keepAtMost(int at, int length, byte[] key, int keyAt) {
    keepUnder(at, length, key, keyAt, true);
  }

  private void keepUnder(int at, int length, byte[] key, int keyAt, boolean orEqual) {
    int end = at + length;
    for (int from = at; from < end; ) {
      int to = field(from, end);
      int order = compare(from, to, key, keyAt + from - at);
      if (origins.dimension[from] != Origins.CONSTANT) {
        if (orEqual && to == end) {
          limit(from, to, key, keyAt + from - at, true);
        } else if (order < 0) {
          limit(from, to, key, keyAt + from - at, false);
        } else {
          exact(from, to);
        }
      }
      if (order < 0) {
        return;
      }
      from = to;
    }
  }

  /** Keeps a key that is not below, or that is above, another one there. */
  void keepAtLeast(int at, int length, byte[] key, int keyAt) {
    int end = at + length;
    for (int from = at; from < end; ) {
      int to = field(from, end);
      if (origins.dimension[from] != Origins.CONSTANT) {
        rising(from, to);
      }
      if (compare(from, to, key, keyAt + from - at) > 0) {
        return;
      }
      from = to;
    }
  }

  /**
   * Refuses interface names in an ordered comparison: one unbound name stands for all others, which
   * holds as long as names are only told to be equal or not.
   */
  void refuseNames(int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (origins.dimension[i] == Dimension.INTERFACE.index()) {
        throw new UnsupportedExpressionException(
            "interface names are compared by order, where only equality can be followed");
      }
    }
  }

  private int compare(int from, int to, byte[] key, int keyAt) {
    return Arrays.compareUnsigned(registers, from, to, key, keyAt, keyAt + to - from);
  }

  /** The end of the field at {@code from}: bytes of one dimension in their order, or constants. */
  private int field(int from, int end) {
    int to = from + 1;
    if (origins.dimension[from] == Origins.CONSTANT) {
      while (to < end && origins.dimension[to] == Origins.CONSTANT) {
        to++;
      }
      return to;
    }
    while (to < end
        && origins.dimension[to] == origins.dimension[from]
        && origins.shift[to] == origins.shift[to - 1] - 8) {
      to++;
    }
    return to;
  }

  private Dimension of(int at) {
    return DIMENSIONS[origins.dimension[at]];
  }

  /** The last byte of a field that keeps a bit; every byte that has a dimension keeps one. */
  private int lowest(int to) {
    return origins.shift[to - 1] + Integer.numberOfTrailingZeros(origins.mask[to - 1] & 0xff);
  }

  /** Keeps the bits of a field that were asked for; those below them are free. */
  private void exact(int from, int to) {
    if (origins.dimension[from] == Origins.CONSTANT) {
      return;
    }
    Dimension of = of(from);
    if (of.isNames()) {
      name(from, to, of);
      return;
    }
    int free = lowest(to);
    origins
        .region()
        .narrow(
            of,
            origins.region().high(of) | FieldBits.onesHigh(free),
            origins.region().low(of) | FieldBits.onesLow(free));
  }

  private void name(int from, int to, Dimension of) {
    boolean part = of == Dimension.INTERFACE && to - from != Machine.IFNAMSIZ;
    for (int i = from; of == Dimension.INTERFACE && i < to; i++) {
      part |= origins.mask[i] != (byte) 0xff || origins.flipped[i];
    }
    if (part) {
      throw new UnsupportedExpressionException(
          "a part of the interface's name is compared, where only whole names can be followed");
    }
    origins.region().pin(of);
  }

  /** Keeps a field from falling when its dimension rises: up to a carry out of the bits kept. */
  private void rising(int from, int to) {
    Dimension of = of(from);
    if (of.isNames() || flips(from, to)) {
      exact(from, to);
      return;
    }
    int top = FieldBits.top(origins.mask, origins.shift, from, to);
    origins
        .region()
        .narrow(
            of,
            origins.region().high(of) | FieldBits.onesHigh(top),
            origins.region().low(of) | FieldBits.onesLow(top));
  }

  /** Keeps a field below, or not above, the one of {@code key}, which it is now. */
  private void limit(int from, int to, byte[] key, int keyAt, boolean orEqual) {
    Dimension of = of(from);
    if (of.isNames() || flips(from, to)) {
      exact(from, to);
      return;
    }
    long boundHigh = FieldBits.number(key, keyAt, to - from, origins.shift[to - 1], true);
    long boundLow = FieldBits.number(key, keyAt, to - from, origins.shift[to - 1], false);
    if (!orEqual) {
      boundHigh = boundLow == 0 ? boundHigh - 1 : boundHigh;
      boundLow--;
    }
    int free = lowest(to);
    int top = FieldBits.top(origins.mask, origins.shift, from, to);
    // The bound's bits where it shares those above with the packet, else all of them.
    long highTop = FieldBits.onesHigh(top);
    long lowTop = FieldBits.onesLow(top);
    boolean shared =
        ((boundHigh ^ (origins.region().high(of) & fieldHigh(from, to))) & ~highTop) == 0
            && ((boundLow ^ (origins.region().low(of) & fieldLow(from, to))) & ~lowTop) == 0;
    long highBits = ((shared ? boundHigh : -1L) & highTop) | FieldBits.onesHigh(free);
    long lowBits = ((shared ? boundLow : -1L) & lowTop) | FieldBits.onesLow(free);
    origins
        .region()
        .narrow(
            of,
            (origins.region().high(of) & ~highTop) | highBits,
            (origins.region().low(of) & ~lowTop) | lowBits);
  }

  private boolean flips(int from, int to) {
    for (int i = from; i < to; i++) {
      if (origins.flipped[i]) {
        return true;
      }
    }
    return false;
  }

  /** The kept bits of a field, in their dimension: upper half. */
  private long fieldHigh(int from, int to) {
    return FieldBits.number(origins.mask, from, to - from, origins.shift[to - 1], true);
  }

  private long fieldLow(int from, int to) {
    return FieldBits.number(origins.mask, from, to - from, origins.shift[to - 1], false);
  }
}
