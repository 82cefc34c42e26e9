package io.portcullis.policy.compare;

import io.portcullis.policy.Same;
import io.portcullis.policy.compare.Described.PlacedRule;
import io.portcullis.policy.compare.ResourceChange.How;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Compares resources by kind and name, whichever files they are in. */
public final class ResourceDifference {

  /** Members of a set that are named in a line. */
  private static final int SHOWN = 4;

  private ResourceDifference() {}

  /**
   * What is in one of both or differs; in the order of kinds, then of the new set, then the old.
   */
  public static List<ResourceChange> between(Resources before, Resources after) {
    Map<Described.Key, Object> old = Described.index(before);
    Map<Described.Key, Object> now = Described.index(after);
    List<ResourceChange> out = new ArrayList<>();
    now.forEach(
        (key, one) -> {
          Object was = old.get(key);
          if (was == null) {
            out.add(change(How.ADDED, Described.of(one), List.of()));
          } else if (!Same.is(was, one)) {
            // What was read once is mostly the same object, and need not be looked into.
            Described is = Described.of(one);
            List<String> details = details(Described.of(was), is);
            if (!details.isEmpty()) {
              out.add(change(How.CHANGED, is, details));
            }
          }
        });
    old.forEach(
        (key, one) -> {
          if (!now.containsKey(key)) {
            out.add(change(How.REMOVED, Described.of(one), List.of()));
          }
        });
    return out;
  }

  private static ResourceChange change(How how, Described one, List<String> details) {
    return new ResourceChange(how, one.key().kind(), one.key().name(), one.position(), details);
  }

  private static List<String> details(Described before, Described after) {
    List<String> out = new ArrayList<>();
    after
        .fields()
        .forEach(
            (name, value) -> {
              Object was = before.fields().getOrDefault(name, "");
              if (!was.equals(value)) {
                out.add(name + ": " + changed(was, value));
              }
            });
    rules(before.rules(), after.rules(), out);
    return out;
  }

  private static String changed(Object before, Object after) {
    if (before instanceof Set<?> old && after instanceof Set<?> now) {
      List<String> parts = new ArrayList<>();
      members(now, old, "added", parts);
      members(old, now, "removed", parts);
      return String.join(", ", parts);
    }
    return text(before) + " -> " + text(after);
  }

  private static void members(Set<?> of, Set<?> without, String what, List<String> out) {
    Set<Object> rest = new LinkedHashSet<>(of);
    without.forEach(rest::remove);
    if (!rest.isEmpty()) {
      String shown = String.join(", ", rest.stream().limit(SHOWN).map(String::valueOf).toList());
      String more = rest.size() > SHOWN ? ", …" : "";
      out.add(rest.size() + " " + what + " (" + shown + more + ")");
    }
  }

  private static String text(Object value) {
    if (value instanceof Optional<?> maybe) {
      return maybe.map(String::valueOf).orElse("none");
    }
    if (value instanceof OptionalDouble maybe) {
      return maybe.isPresent() ? number(maybe.getAsDouble()) : "none";
    }
    return String.valueOf(value);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Rules at the start and at the end that both have stay; what is between them changed. */
  private static void rules(List<PlacedRule> before, List<PlacedRule> after, List<String> out) {
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).rule().equals(after.get(head).rule())) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head && fromEnd(before, tail).equals(fromEnd(after, tail))) {
      tail++;
    }
    int old = before.size() - tail;
    int now = after.size() - tail;
    for (int i = head; i < Math.max(old, now); i++) {
      if (i >= old) {
        out.add("rule " + i + " added, " + after.get(i).position());
      } else if (i >= now) {
        out.add("rule " + i + " removed, was at " + before.get(i).position());
      } else {
        out.add("rule " + i + " changed, " + after.get(i).position());
      }
    }
  }

  private static Rule fromEnd(List<PlacedRule> rules, int at) {
    return rules.get(rules.size() - 1 - at).rule();
  }
}
