package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Where each byte of the registers came from: a constant, or some bits of one dimension of the
 * packet. With that, "this comparison has the same outcome" becomes bounds on dimensions.
 *
 * <p>The outcome of comparing a key with constants is kept for packets whose values are not less
 * than this one's, since a {@link Region} reaches upwards only. A key is gone through field by
 * field: those equal to the constant's must stay as they are, and the first that differs must stay
 * on its side; what follows it is free.
 */
final class Origins {

  private static final byte CONSTANT = -1;
  private static final Dimension[] DIMENSIONS = Dimension.values();

  private final byte[] registers;
  private final byte[] dimension = new byte[Machine.REGISTER_BYTES];
  private final byte[] shift = new byte[Machine.REGISTER_BYTES];
  private final byte[] mask = new byte[Machine.REGISTER_BYTES];
  private final boolean[] flipped = new boolean[Machine.REGISTER_BYTES];
  private Region region = new Region();

  Origins(byte[] registers) {
    this.registers = registers;
  }

  void start(Region narrowed) {
    region = narrowed;
  }

  /** The dimensions that were asked for so far. */
  int asked() {
    return region.asked();
  }

  /** The bytes that are compared. */
  byte[] registers() {
    return registers;
  }

  /** Notes that {@code length} bytes, rounded up to words, no longer depend on the packet. */
  void constant(int to, int length) {
    Arrays.fill(dimension, to, to + ((length + 3) & ~3), CONSTANT);
  }

  /** Notes that {@code length} bytes are those of a dimension, the first one's bit 0 at a shift. */
  void loaded(int to, int length, Dimension from, int firstShift) {
    constant(to, length);
    part(to, length, from, firstShift);
  }

  /** As {@link #loaded}, for one of several parts of a load. */
  void part(int to, int length, Dimension from, int firstShift) {
    for (int i = 0; i < length; i++) {
      dimension[to + i] = (byte) from.index();
      shift[to + i] = (byte) (firstShift - 8 * i);
      mask[to + i] = (byte) 0xff;
      flipped[to + i] = false;
    }
  }

  /** Notes {@code to = (from & by) ^ xor}. */
  void masked(int from, int to, byte[] by, byte[] xor) {
    for (int i = 0; i < by.length; i++) {
      shift[to + i] = shift[from + i];
      mask[to + i] = (byte) (mask[from + i] & by[i]);
      dimension[to + i] = mask[to + i] == 0 ? CONSTANT : dimension[from + i];
      flipped[to + i] = flipped[from + i] || xor[i] != 0;
    }
  }

  /** The dimension's own value decided, whatever it is compared with. */
  void pin(Dimension of) {
    region.pin(of);
  }

  /** A dimension was found not above a value. */
  void upTo(Dimension of, long last) {
    region.narrow(of, 0, last);
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
      if (dimension[from] != CONSTANT) {
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
      if (dimension[from] != CONSTANT) {
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
      if (dimension[i] == Dimension.INTERFACE.index()) {
        throw new UnsupportedExpressionException(
            "interface names are compared by order, where only equality can be followed");
      }
    }
  }

  /** How many keys, given by their places in order, are below the one at {@code at}. */
  int countBelow(int at, int length, byte[] keys, int[] places) {
    int from = 0;
    int to = places.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (compare(at, at + length, keys, places[middle]) > 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private int compare(int from, int to, byte[] key, int keyAt) {
    return Arrays.compareUnsigned(registers, from, to, key, keyAt, keyAt + to - from);
  }

  /** The end of the field at {@code from}: bytes of one dimension in their order, or constants. */
  private int field(int from, int end) {
    int to = from + 1;
    if (dimension[from] == CONSTANT) {
      while (to < end && dimension[to] == CONSTANT) {
        to++;
      }
      return to;
    }
    while (to < end && dimension[to] == dimension[from] && shift[to] == shift[to - 1] - 8) {
      to++;
    }
    return to;
  }

  private Dimension of(int at) {
    return DIMENSIONS[dimension[at]];
  }

  /** The last byte of a field that keeps a bit; every byte that has a dimension keeps one. */
  private int lowest(int to) {
    return shift[to - 1] + Integer.numberOfTrailingZeros(mask[to - 1] & 0xff);
  }

  /** Keeps the bits of a field that were asked for; those below them are free. */
  private void exact(int from, int to) {
    if (dimension[from] == CONSTANT) {
      return;
    }
    Dimension of = of(from);
    if (of.isNames()) {
      name(from, to, of);
      return;
    }
    int free = lowest(to);
    region.narrow(of, region.high(of) | FieldBits.onesHigh(free), region.low(of) | FieldBits.onesLow(free));
  }

  private void name(int from, int to, Dimension of) {
    boolean part = of == Dimension.INTERFACE && to - from != Machine.IFNAMSIZ;
    for (int i = from; of == Dimension.INTERFACE && i < to; i++) {
      part |= mask[i] != (byte) 0xff || flipped[i];
    }
    if (part) {
      throw new UnsupportedExpressionException(
          "a part of the interface's name is compared, where only whole names can be followed");
    }
    region.pin(of);
  }

  /** Keeps a field from falling when its dimension rises: up to a carry out of the bits kept. */
  private void rising(int from, int to) {
    Dimension of = of(from);
    if (of.isNames() || flips(from, to)) {
      exact(from, to);
      return;
    }
    int top = FieldBits.top(mask, shift, from, to);
    region.narrow(of, region.high(of) | FieldBits.onesHigh(top), region.low(of) | FieldBits.onesLow(top));
  }

  /** Keeps a field below, or not above, the one of {@code key}, which it is now. */
  private void limit(int from, int to, byte[] key, int keyAt, boolean orEqual) {
    Dimension of = of(from);
    if (of.isNames() || flips(from, to)) {
      exact(from, to);
      return;
    }
    long boundHigh = FieldBits.number(key, keyAt, to - from, shift[to - 1], true);
    long boundLow = FieldBits.number(key, keyAt, to - from, shift[to - 1], false);
    if (!orEqual) {
      boundHigh = boundLow == 0 ? boundHigh - 1 : boundHigh;
      boundLow--;
    }
    int free = lowest(to);
    int top = FieldBits.top(mask, shift, from, to);
    // The bound's bits where it shares those above with the packet, else all of them.
    long highTop = FieldBits.onesHigh(top);
    long lowTop = FieldBits.onesLow(top);
    boolean shared =
        ((boundHigh ^ (region.high(of) & fieldHigh(from, to))) & ~highTop) == 0
            && ((boundLow ^ (region.low(of) & fieldLow(from, to))) & ~lowTop) == 0;
    long highBits = ((shared ? boundHigh : -1L) & highTop) | FieldBits.onesHigh(free);
    long lowBits = ((shared ? boundLow : -1L) & lowTop) | FieldBits.onesLow(free);
    region.narrow(
        of, (region.high(of) & ~highTop) | highBits, (region.low(of) & ~lowTop) | lowBits);
  }

  private boolean flips(int from, int to) {
    for (int i = from; i < to; i++) {
      if (flipped[i]) {
        return true;
      }
    }
    return false;
  }

  /** The kept bits of a field, in their dimension: upper half. */
  private long fieldHigh(int from, int to) {
    return FieldBits.number(mask, from, to - from, shift[to - 1], true);
  }

  private long fieldLow(int from, int to) {
    return FieldBits.number(mask, from, to - from, shift[to - 1], false);
  }
}
