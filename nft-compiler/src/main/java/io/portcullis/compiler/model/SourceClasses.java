package io.portcullis.compiler.model;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which rules sources face: the longest prefix that holds a source tells its class, and all sources
 * of one class face the same rules.
 *
 * @param otherwise the class of sources that no prefix holds
 * @param prefixes the fewest there can be, ascending
 * @param numbers the class of the prefix at the same index
 * @param stretches the same again, of all sources there are, ascending
 * @param classes by number: boxes, in order of evaluation, of which the source is settled
 */
public record SourceClasses(
    int otherwise,
    List<Prefix> prefixes,
    List<Integer> numbers,
    List<Stretch> stretches,
    List<List<ClassRule>> classes) {

  /** Up to so many rules are tried one after the other, where a map would be one more set. */
  public static final int FEW_RULES = 4;

  /**
   * Sources of one class that lie side by side.
   *
   * @param first of them; the last is that before the next stretch
   * @param number of their class
   */
  public record Stretch(Address first, int number) {}

  public SourceClasses {
    stretches = List.copyOf(stretches);
    prefixes = List.copyOf(prefixes);
    numbers = List.copyOf(numbers);
    classes = List.copyOf(classes);
  }

  /** Classes of the sources of {@code boxes}. */
  public static SourceClasses of(List<ClassRule> boxes, Family family) {
    Map<AddressSet, List<ClassRule>> bySource = bySource(boxes);
    Map<Integer, List<ClassRule>> sharing = new HashMap<>();
    bySource.values().forEach(same -> sharing.put(same.get(0).order(), same));
    List<Bound> bounds =
        Bound.of(bySource.values().stream().map(same -> same.get(0)).toList(), family);
    TreeSet<Integer> active = new TreeSet<>();
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    List<List<ClassRule>> classes = new ArrayList<>();
    Stretches stretches = new Stretches();
    int next = 0;
    long high = 0;
    long low = 0;
    while (true) {
      while (next < bounds.size() && bounds.get(next).at(high, low)) {
        Bound bound = bounds.get(next++);
        if (bound.starts()) {
          active.add(bound.rule().order());
        } else {
          active.remove(bound.rule().order());
        }
      }
      List<Integer> held = List.copyOf(active);
      Integer number = numbers.get(held);
      if (number == null) {
        number = classes.size();
        numbers.put(held, number);
        classes.add(
            held.stream()
                .flatMap(order -> sharing.getOrDefault(order, List.of()).stream())
                .sorted(Comparator.comparingInt(ClassRule::order))
                .map(ClassRule::fromAnywhere)
                .toList());
      }
      stretches.append(high, low, number);
      if (next == bounds.size()) {
        break;
      }
      high = bounds.get(next).high();
      low = bounds.get(next).low();
    }
    FewestPrefixes.Numbers found = FewestPrefixes.numbers(family, stretches);
    List<Stretch> all = new ArrayList<>(stretches.size());
    for (int i = 0; i < stretches.size(); i++) {
      all.add(
          new Stretch(
              new Address(family, stretches.high(i), stretches.low(i)), stretches.outcome(i)));
    }
    return new SourceClasses(found.otherwise(), found.prefixes(), found.numbers(), all, classes);
  }

  /** Boxes that have the same sources, in order; sources are gone over once for all of them. */
  static Map<AddressSet, List<ClassRule>> bySource(List<ClassRule> boxes) {
    Map<AddressSet, List<ClassRule>> out = new LinkedHashMap<>();
    for (ClassRule box : boxes) {
      out.computeIfAbsent(box.box().source(), key -> new ArrayList<>()).add(box);
    }
    return out;
  }
}
