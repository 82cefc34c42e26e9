package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Where each byte of the registers came from: a constant, or some bits of one dimension of the
 * packet. {@link KeyBounds} makes bounds of that.
 */
final class Origins {

  static final byte CONSTANT = -1;

  final byte[] dimension = new byte[Machine.REGISTER_BYTES];
  final byte[] shift = new byte[Machine.REGISTER_BYTES];
  final byte[] mask = new byte[Machine.REGISTER_BYTES];
  final boolean[] flipped = new boolean[Machine.REGISTER_BYTES];
  private Region region = new Region();

  void start(Region narrowed) {
    region = narrowed;
  }

  /** The dimensions that were asked for so far. */
  int asked() {
    return region.asked();
  }

  /** What is narrowed. */
  Region region() {
    return region;
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
}
