package io.portcullis.policy.address;

import java.util.List;

/** Ranges to prefixes. */
final class Prefixes {

  private Prefixes() {}

  /** Adds to {@code out} the fewest prefixes that make up the range, bounds included. */
  static void cover(Address first, Address last, List<Prefix> out) {
    int bits = first.family().bits();
    Address at = first;
    while (true) {
      int length = bits - trailingZeros(at);
      Prefix prefix = new Prefix(at, length);
      while (prefix.last().compareTo(last) > 0) {
        prefix = new Prefix(at, ++length);
      }
      out.add(prefix);
      Address end = prefix.last();
      if (end.equals(last)) {
        return;
      }
      at = new Address(first.family(), Bits128.incrementHigh(end.high(), end.low()), end.low() + 1);
    }
  }

  private static int trailingZeros(Address address) {
    int bits = address.family().bits();
    int low = Long.numberOfTrailingZeros(address.low());
    if (bits == 32) {
      return Math.min(32, low);
    }
    return low < 64 ? low : 64 + Long.numberOfTrailingZeros(address.high());
  }
}
