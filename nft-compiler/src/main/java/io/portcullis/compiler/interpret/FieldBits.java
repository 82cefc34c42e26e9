package io.portcullis.compiler.interpret;

/** Arithmetic on fields of keys: bytes that are some bits of a 128-bit number. */
final class FieldBits {

  private FieldBits() {}

  /** The bit above the unbroken run of kept bits that starts at the lowest one. */
  static int top(byte[] mask, byte[] shift, int from, int to) {
    int bit = Integer.numberOfTrailingZeros(mask[to - 1] & 0xff);
    int top = shift[to - 1] + bit;
    for (int i = to - 1; i >= from; i--) {
      int run = Integer.numberOfTrailingZeros(~((mask[i] & 0xff) >>> bit));
      top += run;
      if (bit + run < 8) {
        break;
      }
      bit = 0;
    }
    return top;
  }

  /** Bytes as a number, moved up by {@code by} bits; one half of it. */
  static long number(byte[] bytes, int at, int length, int by, boolean upper) {
    long out = 0;
    for (int i = 0; i < length; i++) {
      int position = by + 8 * (length - 1 - i) - (upper ? 64 : 0);
      if (position >= 0 && position < 64) {
        out |= (bytes[at + i] & 0xffL) << position;
      }
    }
    return out;
  }

  /** The upper half of a number whose lowest {@code count} bits are set. */
  static long onesHigh(int count) {
    return count <= 64 ? 0 : count >= 128 ? -1L : (1L << (count - 64)) - 1;
  }

  /** The lower half of it. */
  static long onesLow(int count) {
    return count >= 64 ? -1L : (1L << count) - 1;
  }
}
