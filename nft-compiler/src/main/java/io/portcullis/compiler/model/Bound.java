package io.portcullis.compiler.model;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An address at which a range of a box's sources starts, or before which it ended.
 *
 * @param high upper half of the address
 * @param low lower half
 * @param starts whether the range starts here
 * @param rule whose sources
 */
record Bound(long high, long low, boolean starts, ClassRule rule) {

  private static final Comparator<Bound> ORDER =
      (a, b) -> Bits128.compare(a.high, a.low, b.high, b.low);

  /** All bounds of the sources of {@code rules}, ascending. */
  static List<Bound> of(List<ClassRule> rules, Family family) {
    List<Bound> bounds = new ArrayList<>();
    for (ClassRule rule : rules) {
      AddressSet source = rule.box().source();
      for (int i = 0; i < source.rangeCount(); i++) {
        Address last = source.last(i);
        bounds.add(new Bound(source.firstHigh(i), source.firstLow(i), true, rule));
        long afterHigh = Bits128.incrementHigh(last.high(), last.low());
        long afterLow = last.low() + 1;
        if (!Bits128.isPast(family.bits(), afterHigh, afterLow)) {
          bounds.add(new Bound(afterHigh, afterLow, false, rule));
        }
      }
    }
    bounds.sort(ORDER);
    return bounds;
  }

  boolean at(long otherHigh, long otherLow) {
    return high == otherHigh && low == otherLow;
  }
}
