package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
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
    return of(service.rules(), family);
  }

  /** Flattens rules, in order, of each of which {@link ClassRule#onlySource} holds. */
  public static SourceTable of(List<ClassRule> rules, Family family) {
    return flatten(Bound.of(rules, family), family);
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
        if (bound.starts()) {
          active.put(bound.rule().order(), bound.rule());
        } else {
          active.remove(bound.rule().order());
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
      high = bounds.get(next).high();
      low = bounds.get(next).low();
    }
    return FewestPrefixes.of(family, stretches, outcomes);
  }
}
