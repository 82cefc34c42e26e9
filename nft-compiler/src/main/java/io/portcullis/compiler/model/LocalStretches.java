package io.portcullis.compiler.model;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The stretches of one prefix: what rules come to there, without a look at the rest. */
final class LocalStretches {

  private LocalStretches() {}

  static Stretches of(
      List<ClassRule> rules, Family family, SourceTree.Block block, OutcomeNumbers outcomes) {
    TreeMap<Integer, ClassRule> active = new TreeMap<>();
    List<Bound> bounds = new ArrayList<>();
    for (ClassRule rule : rules) {
      AddressSet source = rule.box().source();
      int at = source.floor(block.high(), block.low());
      boolean held = at >= 0 && !isBelow(source, at, block.high(), block.low());
      if (held) {
        active.put(rule.order(), rule);
        end(source, at, rule, block, bounds);
      }
      for (int i = at + 1; i < source.rangeCount(); i++) {
        long high = source.firstHigh(i);
        long low = source.firstLow(i);
        if (Bits128.compare(high, low, block.lastHigh(), block.lastLow()) > 0) {
          break;
        }
        bounds.add(new Bound(high, low, true, rule));
        end(source, i, rule, block, bounds);
      }
    }
    bounds.sort(
        Comparator.comparing(
            bound -> bound, (a, b) -> Bits128.compare(a.high(), a.low(), b.high(), b.low())));
    Stretches out = new Stretches();
    long high = block.high();
    long low = block.low();
    int next = 0;
    while (true) {
      while (next < bounds.size() && bounds.get(next).at(high, low)) {
        Bound bound = bounds.get(next++);
        if (bound.starts()) {
          active.put(bound.rule().order(), bound.rule());
        } else {
          active.remove(bound.rule().order());
        }
      }
      out.append(high, low, outcomes.of(FirstMatch.of(active.values())));
      if (next == bounds.size()) {
        return out;
      }
      high = bounds.get(next).high();
      low = bounds.get(next).low();
    }
  }

  private static boolean isBelow(AddressSet set, int range, long high, long low) {
    return Bits128.compare(set.lastHigh(range), set.lastLow(range), high, low) < 0;
  }

  private static void end(
      AddressSet source, int range, ClassRule rule, SourceTree.Block block, List<Bound> bounds) {
    if (isBelow(source, range, block.lastHigh(), block.lastLow())) {
      long high = Bits128.incrementHigh(source.lastHigh(range), source.lastLow(range));
      bounds.add(new Bound(high, source.lastLow(range) + 1, false, rule));
    }
  }
}
