package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What classes of sources have in common. Where networks lie within each other, the rules of one
 * begin or end as those of its neighbours do. What is shared so, a multiple of some step of rules,
 * is looked up in a map that all of them use; what is left between is less than two steps, and
 * tried rule after rule. So the maps of a nest are fewer by that step than its networks.
 */
public final class Nests {

  private static final int[] STEPS = {8, 16, 32, 64, 128};

  /** A class of its own: it shares too little. */
  private static final Split ALONE = new Split(0, 0);

  private final int step;
  private final Map<Long, Integer> beginnings = new HashMap<>();
  private final Map<Long, Integer> ends = new HashMap<>();

  /**
   * How many of a class's rules it shares.
   *
   * @param before at their beginning
   * @param after at their end
   */
  public record Split(int before, int after) {

    /** True if it shares none. */
    public boolean isAlone() {
      return before == 0 && after == 0;
    }
  }

  private Nests(List<List<ClassRule>> classes, int step) {
    this.step = step;
    for (List<ClassRule> rules : classes) {
      prints(rules, true).forEach(print -> beginnings.merge(print, 1, Integer::sum));
      prints(rules, false).forEach(print -> ends.merge(print, 1, Integer::sum));
    }
  }

  /** What is shared of {@code classes} in steps of that many rules. */
  public static Nests of(List<List<ClassRule>> classes, int step) {
    return new Nests(classes, step);
  }

  /** A step, and the entries and rules that classes become with it. */
  record Sized(int step, long size) {}

  /**
   * The smallest step with which classes are not too large; empty if there is none.
   *
   * @param before size of what leads to the classes
   * @param most size of all
   */
  static Optional<Sized> fitting(
      List<List<ClassRule>> classes, Family family, long before, long most) {
    ServicesBehind behind = new ServicesBehind(family);
    for (int step : STEPS) {
      long size = before + new Nests(classes, step).size(classes, behind, most - before);
      if (size <= most) {
        return Optional.of(new Sized(step, size));
      }
    }
    return Optional.empty();
  }

  private long size(List<List<ClassRule>> classes, ServicesBehind behind, long most) {
    Set<Long> begun = new HashSet<>();
    Set<Long> ended = new HashSet<>();
    long size = 0;
    for (List<ClassRule> rules : classes) {
      Split split = split(rules);
      if (split.isAlone()) {
        size += behind.sizeOnce(rules);
        continue;
      }
      int end = rules.size() - split.after();
      size += 2 + end - split.before();
      // What begins lists returns, and what ends them does not: never the same map.
      size += part(rules.subList(0, split.before()), begun, behind);
      size += part(rules.subList(end, rules.size()), ended, behind);
      if (size > most) {
        return size;
      }
    }
    return size;
  }

  private static long part(List<ClassRule> rules, Set<Long> known, ServicesBehind behind) {
    long print = rules.stream().mapToLong(rule -> print(rule.order())).reduce(0, (a, b) -> a ^ b);
    return !rules.isEmpty() && known.add(print) ? behind.size(rules) : 0;
  }

  private static long print(int order) {
    return ServicesBehind.mixed(order);
  }

  /** The most that a class shares with others. */
  public Split split(List<ClassRule> rules) {
    if (rules.size() <= SourceClasses.FEW_RULES || rules.stream().anyMatch(Nests::goesOn)) {
      return ALONE;
    }
    int before = shared(prints(rules, true), beginnings);
    int after = shared(prints(rules, false), ends);
    Split split =
        before > after
            ? new Split(before, Math.min(after, (rules.size() - before) / step * step))
            : new Split(Math.min(before, (rules.size() - after) / step * step), after);
    boolean little = rules.size() - split.before() - split.after() >= 2 * step;
    return little ? ALONE : split;
  }

  /** What decides nothing has to be followed from rule to rule of its tier. */
  private static boolean goesOn(ClassRule rule) {
    return rule.rule().action() == Action.PASS || rule.rule().action() == Action.LOG;
  }

  /** The longest part that another class has too. */
  private int shared(List<Long> prints, Map<Long, Integer> of) {
    int at = prints.size();
    while (at > 0 && of.getOrDefault(prints.get(at - 1), 0) < 2) {
      at--;
    }
    return at * step;
  }

  /** Of one step of rules, of two, and so on, from the beginning or from the end. */
  private List<Long> prints(List<ClassRule> rules, boolean fromFirst) {
    Long[] out = new Long[rules.size() / step];
    long print = 0;
    for (int i = 0; i < out.length * step; i++) {
      print ^= print(rules.get(fromFirst ? i : rules.size() - 1 - i).order());
      if ((i + 1) % step == 0) {
        out[i / step] = print;
      }
    }
    return List.of(out);
  }
}
