package io.portcullis.compiler.layout;

/**
 * What a packet pays, in nanoseconds, as measured on Linux 6.18 on a machine that returns from
 * kernel functions with "Safe RET" (decision 0019): there, what the kernel calls functions for is
 * three times as dear as elsewhere. Only ratios decide here.
 */
public final class Prices {

  /** A rule that compares an address under a mask, by raw payload. */
  public static final double COMPARISON = 13;

  /** A rule that compares a port. */
  public static final double PORT = 6;

  /** A rule that asks for the protocol and compares it. */
  public static final double PROTOCOL = 15;

  /** A goto, and the rule of the chain that is gone to. */
  public static final double GOTO = 20;

  /** A counter as a rule's expression. */
  public static final double COUNTER = 12;

  /** A counter on an element of a map. */
  public static final double ELEMENT_COUNTER = 30;

  /** A hash map from protocol and port, of any size that ports allow. */
  public static final double SERVICES = 80;

  /**
   * Sizes of maps; from the first to the last tenfold. Up to 1,000 elements measured; what more of
   * them cost, misses of the caches, is that of decision 0008.
   */
  private static final double SMALLEST = 10;

  /** A hash of a key of four bytes, for which the kernel has a function of its own. */
  private static final double[] WORD = {50, 50, 50, 75, 330, 480};

  /** A hash of any other key. */
  private static final double[] WIDE = {68, 68, 68, 92, 345, 495};

  private static final double[] INTERVAL = {115, 170, 250, 440, 900, 1_430};

  private Prices() {}

  /** A lookup in a hash map of {@code elements} with keys of {@code keyBytes}. */
  public static double hash(int keyBytes, long elements) {
    return at(keyBytes == 4 ? WORD : WIDE, elements);
  }

  /** A lookup in a set or map of intervals. */
  public static double interval(long elements) {
    return at(INTERVAL, elements);
  }

  private static double at(double[] prices, long elements) {
    double place = Math.max(0, Math.log10(Math.max(1, elements) / SMALLEST));
    int below = (int) Math.min(place, prices.length - 2);
    double part = Math.min(1, place - below);
    return prices[below] * Math.pow(prices[below + 1] / prices[below], part);
  }
}
