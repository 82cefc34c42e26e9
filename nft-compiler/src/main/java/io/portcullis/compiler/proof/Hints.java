package io.portcullis.compiler.proof;

import java.util.HashMap;
import java.util.Map;

/**
 * Rules of a ruleset before which to stop, each with the first box of policy that is left there.
 */
final class Hints {

  /** Nowhere to stop. */
  static final Hints NONE = new Hints(0, Map.of());

  private final boolean[] stops;
  private final Map<Integer, Integer> boxes;

  /** For a ruleset of so many rules. */
  Hints(int ruleCount, Map<Integer, Integer> boxes) {
    stops = new boolean[ruleCount];
    this.boxes = Map.copyOf(boxes);
    boxes.keySet().forEach(rule -> stops[rule] = true);
  }

  /** True if there are none. */
  boolean isEmpty() {
    return boxes.isEmpty();
  }

  /** By rule of the ruleset: true if a hint is about it; empty if there is no hint. */
  boolean[] stops() {
    return stops;
  }

  boolean stopsAt(int rule) {
    return boxes.containsKey(rule);
  }

  /** The first box that is left at a rule that is one to stop at. */
  int box(int rule) {
    return boxes.getOrDefault(rule, -1);
  }

  /** The next box that a hint names after {@code box}, or {@link StageHints#END}. */
  int next(int box) {
    return boxes.values().stream()
        .filter(b -> b > box)
        .min(Integer::compare)
        .orElse(StageHints.END);
  }

  /** These and some more. */
  Hints with(Map<Integer, Integer> more) {
    Map<Integer, Integer> all = new HashMap<>(boxes);
    all.putAll(more);
    return new Hints(stops.length, all);
  }
}
