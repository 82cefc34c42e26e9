package io.portcullis.compiler.layout;

/**
 * What a packet pays, in nanoseconds, as measured once on Linux 6.18 (decision 0008). Only ratios
 * are of use elsewhere, and only ratios decide here.
 */
public final class Prices {

  /** A rule that compares an address under a mask, by raw payload. */
  public static final double COMPARISON = 5;

  /** A goto, and the rule of the chain that is gone to. */
  public static final double GOTO = 8;

  /** A counter as a rule's expression. */
  public static final double COUNTER = 4;

  /** A counter on an element of a map. */
  public static final double ELEMENT_COUNTER = 30;

  /** A hash map from protocol and port, of any size that ports allow. */
  public static final double SERVICES = 40;

  /** Sizes at which lookups were measured; from the first to the last tenfold. */
  private static final double SMALLEST = 10;

  /** A hash of a key of four bytes, for which the kernel has a function of its own. */
  private static final double[] WORD = {16, 20, 21, 45, 300, 450};

  /** A hash of any other key. */
  private static final double[] WIDE = {32, 36, 38, 60, 310, 460};

  private static final double[] INTERVAL = {84, 140, 219, 407, 868, 1_400};

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
