package io.portcullis.compiler.model;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcomes of one class by source address: the longest prefix that holds it decides.
 *
 * @param otherwise the outcome of sources that no entry holds
 * @param entries the fewest there can be, in ascending order of prefix
 */
public record SourceTable(RuleOutcome otherwise, List<Entry> entries) {

  public SourceTable {
    entries = List.copyOf(entries);
  }

  /** Sources of {@code prefix}, unless a longer one holds them. */
  public record Entry(Prefix prefix, RuleOutcome outcome) {}

  /** Flattens a class of which {@link ServiceClass#onlySource} holds. */
  public static SourceTable of(ServiceClass service, Family family) {
    List<Bound> bounds = new ArrayList<>();
    for (ClassRule rule : service.rules()) {
      AddressSet source = rule.box().source();
      for (int i = 0; i < source.rangeCount(); i++) {
        Address first = source.first(i);
        Address last = source.last(i);
        bounds.add(new Bound(first.high(), first.low(), true, rule));
        long afterHigh = Bits128.incrementHigh(last.high(), last.low());
        long afterLow = last.low() + 1;
        if (!Bits128.isPast(family.bits(), afterHigh, afterLow)) {
          bounds.add(new Bound(afterHigh, afterLow, false, rule));
        }
      }
    }
    bounds.sort(Bound.ORDER);
    return flatten(bounds, family);
  }

  private static SourceTable flatten(List<Bound> bounds, Family family) {
    TreeMap<Integer, ClassRule> active = new TreeMap<>();
    Map<RuleOutcome, Integer> numbers = new HashMap<>();
    List<RuleOutcome> outcomes = new ArrayList<>();
    Stretches stretches = new Stretches();
    int next = 0;
    long high = 0;
    long low = 0;
    while (true) {
      while (next < bounds.size() && bounds.get(next).at(high, low)) {
        Bound bound = bounds.get(next++);
        if (bound.starts) {
          active.put(bound.rule.order(), bound.rule);
        } else {
          active.remove(bound.rule.order());
        }
      }
      RuleOutcome outcome = FirstMatch.of(active.values());
      Integer number = numbers.get(outcome);
      if (number == null) {
        number = outcomes.size();
        numbers.put(outcome, number);
        outcomes.add(outcome);
      }
      stretches.append(high, low, number);
      if (next == bounds.size()) {
        break;
      }
      high = bounds.get(next).high;
      low = bounds.get(next).low;
    }
    return FewestPrefixes.of(family, stretches, outcomes);
  }

  private record Bound(long high, long low, boolean starts, ClassRule rule) {

    static final Comparator<Bound> ORDER = (a, b) -> Bits128.compare(a.high, a.low, b.high, b.low);

    boolean at(long otherHigh, long otherLow) {
      return high == otherHigh && low == otherLow;
    }
  }
}
