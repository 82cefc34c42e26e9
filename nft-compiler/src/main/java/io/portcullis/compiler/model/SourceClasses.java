package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rules sources face: the longest prefix that holds a source tells its class, and all sources
 * of one class face the same rules.
 *
 * @param otherwise the class of sources that no prefix holds
 * @param prefixes the fewest there can be, ascending
 * @param numbers the class of the prefix at the same index
 * @param classes by number: boxes, in order of evaluation, of which the source is settled
 */
public record SourceClasses(
    int otherwise, List<Prefix> prefixes, List<Integer> numbers, List<List<ClassRule>> classes) {

  public SourceClasses {
    prefixes = List.copyOf(prefixes);
    numbers = List.copyOf(numbers);
    classes = List.copyOf(classes);
  }

  /** Classes of the sources of {@code boxes}. */
  public static SourceClasses of(List<ClassRule> boxes, Family family) {
    List<Bound> bounds = Bound.of(boxes, family);
    TreeMap<Integer, ClassRule> active = new TreeMap<>();
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
          active.put(bound.rule().order(), bound.rule());
        } else {
          active.remove(bound.rule().order());
        }
      }
      Integer number = numbers.get(List.copyOf(active.keySet()));
      if (number == null) {
        number = classes.size();
        numbers.put(List.copyOf(active.keySet()), number);
        classes.add(active.values().stream().map(ClassRule::fromAnywhere).toList());
      }
      stretches.append(high, low, number);
      if (next == bounds.size()) {
        break;
      }
      high = bounds.get(next).high();
      low = bounds.get(next).low();
    }
    FewestPrefixes.Numbers found = FewestPrefixes.numbers(family, stretches);
    return new SourceClasses(found.otherwise(), found.prefixes(), found.numbers(), classes);
  }
}
