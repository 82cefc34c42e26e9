package io.portcullis.compiler.layout;

/**
 * What a packet pays, in nanoseconds, as measured on Linux 6.18 on a machine with retpolines and 2
 * MiB of second cache (decision 0023). Only ratios decide here.
 */
public final class Prices {

  /** A rule that compares an address under a mask, by raw payload. */
  public static final double COMPARISON = 6;

  /** A rule that compares a port. */
  public static final double PORT = 6;

  /** A rule that asks for the protocol and compares it. */
  public static final double PROTOCOL = 6;

  /** A goto, and the rule of the chain that is gone to. */
  public static final double GOTO = 10;

  /** A counter as a rule's expression. */
  public static final double COUNTER = 4;

  /** A counter on an element of a map. */
  public static final double ELEMENT_COUNTER = 30;

  /** A hash map from protocol and port, of some thousand of them. */
  public static final double SERVICES = 40;

  /** Sizes of maps; from the first to the last tenfold. What caches miss is in it. */
  private static final double SMALLEST = 10;

  /** A hash of a key of four bytes, for which the kernel has a function of its own. */
  private static final double[] WORD = {21, 23, 25, 55, 145, 250};

  /** A hash of any other key. */
  private static final double[] WIDE = {26, 27, 29, 58, 160, 270};

  /** A hash of an IPv6 address, and what stands before it. */
  private static final double[] LONG = {38, 42, 46, 105, 260, 420};

  private static final int LONG_BYTES = 16;

  /** As decision 0012 has them. */
  private static final double[] INTERVAL = {84, 140, 219, 407, 868, 1_400};

  private Prices() {}

  /** A lookup in a hash map of {@code elements} with keys of {@code keyBytes}. */
  public static double hash(int keyBytes, long elements) {
    return at(keyBytes == 4 ? WORD : keyBytes < LONG_BYTES ? WIDE : LONG, elements);
  }

  /** The same in a set that has the key: its element too has to come from memory. */
  public static double found(int keyBytes, long elements) {
    return 2 * hash(keyBytes, elements) - hash(keyBytes, 1);
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
