package io.portcullis.policy.address;

/**
 * Union, intersection and difference of sets. What lies between two ranges of the smaller set is
 * found by ever larger steps and copied as a whole, so that a small change of a large set costs
 * little more than copying it.
 */
final class SetAlgebra {

  private SetAlgebra() {}

  static AddressSet union(AddressSet a, AddressSet b) {
    RangeColumns out = new RangeColumns(a.family(), a.rangeCount() + b.rangeCount());
    int i = 0;
    int j = 0;
    while (i < a.rangeCount() && j < b.rangeCount()) {
      int to = startingAbove(a, i, b.firstHigh(j), b.firstLow(j));
      out.addRun(a, i, to);
      i = to;
      if (i < a.rangeCount()) {
        to = startingAbove(b, j, a.firstHigh(i), a.firstLow(i));
        out.addRun(b, j, to);
        j = to;
      }
    }
    out.addRun(a, i, a.rangeCount());
    out.addRun(b, j, b.rangeCount());
    return out.build();
  }

  static AddressSet intersection(AddressSet a, AddressSet b) {
    RangeColumns out = new RangeColumns(a.family(), Math.min(a.rangeCount(), b.rangeCount()) + 1);
    int i = 0;
    int j = 0;
    while (i < a.rangeCount() && j < b.rangeCount()) {
      i = endingFrom(a, i, b.firstHigh(j), b.firstLow(j));
      if (i == a.rangeCount()) {
        break;
      }
      j = endingFrom(b, j, a.firstHigh(i), a.firstLow(i));
      if (j == b.rangeCount()) {
        break;
      }
      if (Bits128.compare(b.firstHigh(j), b.firstLow(j), a.lastHigh(i), a.lastLow(i)) > 0) {
        continue;
      }
      boolean aLater =
          Bits128.compare(a.firstHigh(i), a.firstLow(i), b.firstHigh(j), b.firstLow(j)) >= 0;
      boolean aEnds =
          Bits128.compare(a.lastHigh(i), a.lastLow(i), b.lastHigh(j), b.lastLow(j)) <= 0;
      boolean unused =
          out.add(
              aLater ? a.firstHigh(i) : b.firstHigh(j),
              aLater ? a.firstLow(i) : b.firstLow(j),
              aEnds ? a.lastHigh(i) : b.lastHigh(j),
              aEnds ? a.lastLow(i) : b.lastLow(j));
      if (aEnds) {
        i++;
      } else {
        j++;
      }
    }
    return out.build();
  }

  /** What is in {@code a} and not in {@code b}. */
  static AddressSet difference(AddressSet a, AddressSet b) {
    RangeColumns out = new RangeColumns(a.family(), a.rangeCount() + b.rangeCount());
    int i = 0;
    // The first range that is left may have lost its beginning to a range of b.
    boolean cut = false;
    long high = 0;
    long low = 0;
    for (int j = 0; j < b.rangeCount() && i < a.rangeCount(); j++) {
      int to = endingFrom(a, i, b.firstHigh(j), b.firstLow(j));
      if (to > i) {
        rest(out, a, i, to, cut, high, low);
        cut = false;
        i = to;
      }
      if (i == a.rangeCount()) {
        break;
      }
      long fromHigh = cut ? high : a.firstHigh(i);
      long fromLow = cut ? low : a.firstLow(i);
      if (Bits128.compare(fromHigh, fromLow, b.firstHigh(j), b.firstLow(j)) < 0) {
        boolean unused =
            out.add(
                fromHigh,
                fromLow,
                Bits128.decrementHigh(b.firstHigh(j), b.firstLow(j)),
                b.firstLow(j) - 1);
      }
      to = endingAbove(a, i, b.lastHigh(j), b.lastLow(j));
      cut &= to == i;
      i = to;
      if (i < a.rangeCount()
          && Bits128.compare(
                  cut ? high : a.firstHigh(i),
                  cut ? low : a.firstLow(i),
                  b.lastHigh(j),
                  b.lastLow(j))
              <= 0) {
        cut = true;
        high = Bits128.incrementHigh(b.lastHigh(j), b.lastLow(j));
        low = b.lastLow(j) + 1;
      }
    }
    rest(out, a, i, a.rangeCount(), cut, high, low);
    return out.build();
  }

  private static void rest(
      RangeColumns out, AddressSet a, int from, int to, boolean cut, long high, long low) {
    int at = from;
    if (cut && at < to) {
      boolean unused = out.add(high, low, a.lastHigh(at), a.lastLow(at));
      at++;
    }
    out.addRun(a, at, to);
  }

  /** True if any address is in both. */
  static boolean overlap(AddressSet a, AddressSet b) {
    if (a.rangeCount() > b.rangeCount()) {
      return overlap(b, a);
    }
    int at = 0;
    for (int i = 0; i < a.rangeCount(); i++) {
      at = endingFrom(b, at, a.firstHigh(i), a.firstLow(i));
      if (at == b.rangeCount()) {
        return false;
      }
      if (Bits128.compare(b.firstHigh(at), b.firstLow(at), a.lastHigh(i), a.lastLow(i)) <= 0) {
        return true;
      }
    }
    return false;
  }

  /** From {@code from} on, the first range that starts above an address. */
  private static int startingAbove(AddressSet set, int from, long high, long low) {
    int below = from - 1;
    int step = 1;
    int above = from;
    while (above < set.rangeCount()
        && Bits128.compare(set.firstHigh(above), set.firstLow(above), high, low) <= 0) {
      below = above;
      above += step;
      step *= 2;
    }
    above = Math.min(above, set.rangeCount());
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (Bits128.compare(set.firstHigh(middle), set.firstLow(middle), high, low) <= 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above;
  }

  /** From {@code from} on, the first range that ends at an address or above it. */
  private static int endingFrom(AddressSet set, int from, long high, long low) {
    return ending(set, from, high, low, 0);
  }

  /** From {@code from} on, the first range that ends above an address. */
  private static int endingAbove(AddressSet set, int from, long high, long low) {
    return ending(set, from, high, low, 1);
  }

  private static int ending(AddressSet set, int from, long high, long low, int least) {
    int below = from - 1;
    int step = 1;
    int above = from;
    while (above < set.rangeCount()
        && Bits128.compare(set.lastHigh(above), set.lastLow(above), high, low) < least) {
      below = above;
      above += step;
      step *= 2;
    }
    above = Math.min(above, set.rangeCount());
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (Bits128.compare(set.lastHigh(middle), set.lastLow(middle), high, low) < least) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above;
  }
}
