package io.portcullis.policy.address;

/** Arithmetic on unsigned 128-bit numbers in two longs, most significant first. */
public final class Bits128 {

  private Bits128() {}

  /** Compares unsigned. */
  public static int compare(long aHigh, long aLow, long bHigh, long bLow) {
    int byHigh = Long.compareUnsigned(aHigh, bHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(aLow, bLow);
  }

  /** The high half of {@code (high, low) + 1}. */
  public static long incrementHigh(long high, long low) {
    return low == -1L ? high + 1 : high;
  }

  /** The high half of {@code (high, low) - 1}. */
  public static long decrementHigh(long high, long low) {
    return low == 0 ? high - 1 : high;
  }

  /** True if the number is one more than the last of {@code bits} bits, 32 or 128. */
  public static boolean isPast(int bits, long high, long low) {
    return bits == 32 ? low == 1L << 32 : high == 0 && low == 0;
  }

  /** The high half of the mask that keeps the first {@code length} of {@code bits} bits. */
  public static long maskHigh(int bits, int length) {
    if (bits == 32 || length == 0) {
      return 0;
    }
    return length >= 64 ? -1L : -1L << (64 - length);
  }

  /** The low half of the mask that keeps the first {@code length} of {@code bits} bits. */
  public static long maskLow(int bits, int length) {
    if (bits == 32) {
      return length == 0 ? 0 : (-1L << (32 - length)) & 0xffffffffL;
    }
    return length <= 64 ? 0 : -1L << (128 - length);
  }
}
