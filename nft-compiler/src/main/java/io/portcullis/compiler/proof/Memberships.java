package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.PortSet;
import java.util.List;

/** Whether a packet's value is in a set; its region is narrowed to values of which that holds. */
final class Memberships {

  private Memberships() {}

  static boolean in(AddressSet set, Dimension of, Region region) {
    region.askPlainly(of.bit());
    long high = region.high(of);
    long low = region.low(of);
    int range = set.floor(high, low);
    if (range >= 0 && Bits128.compare(high, low, set.lastHigh(range), set.lastLow(range)) <= 0) {
      region.narrow(of, set.lastHigh(range), set.lastLow(range));
      return true;
    }
    if (range + 1 < set.rangeCount()) {
      long nextHigh = set.firstHigh(range + 1);
      long nextLow = set.firstLow(range + 1);
      region.narrow(of, Bits128.decrementHigh(nextHigh, nextLow), nextLow - 1);
    }
    return false;
  }

  static boolean in(Prefix prefix, Dimension of, Region region) {
    region.askPlainly(of.bit());
    Address first = prefix.address();
    Address last = prefix.last();
    long high = region.high(of);
    long low = region.low(of);
    if (Bits128.compare(high, low, first.high(), first.low()) < 0) {
      region.narrow(of, Bits128.decrementHigh(first.high(), first.low()), first.low() - 1);
      return false;
    }
    if (Bits128.compare(high, low, last.high(), last.low()) > 0) {
      return false;
    }
    region.narrow(of, last.high(), last.low());
    return true;
  }

  static boolean in(PortSet set, Dimension of, Region region) {
    int value = (int) region.low(of);
    int at = reaching(set, value);
    if (at == set.ranges().size()) {
      return false;
    }
    PortSet.Range range = set.ranges().get(at);
    boolean in = range.first() <= value;
    region.narrow(of, 0, in ? range.last() : range.first() - 1);
    return in;
  }

  /**
   * The index of the first range that does not end before a value; as many as there are if none.
   */
  static int reaching(PortSet set, int value) {
    List<PortSet.Range> ranges = set.ranges();
    int from = 0;
    int to = ranges.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ranges.get(middle).last() < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
