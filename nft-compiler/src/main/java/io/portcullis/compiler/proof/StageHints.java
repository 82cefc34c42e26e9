package io.portcullis.compiler.proof;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.StagePlace;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.policy.address.Family;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a ruleset is said to have part of policy behind it. Whether it has is proven: a wrong hint
 * costs time, and proves nothing that is not so.
 */
final class StageHints {

  /** No later box: all that are left. */
  static final int END = Integer.MAX_VALUE;

  private final List<StagePlace> places;
  private final RuleNumbers numbers;
  private final Map<Place, Integer> rules = new HashMap<>();
  private final int ruleCount;
  private final Map<Reading, Map<Family, Of>> known = new HashMap<>();

  StageHints(List<StagePlace> places, RulesetInterpreter interpreter, RuleNumbers numbers) {
    this.places = places;
    this.numbers = numbers;
    this.ruleCount = places.isEmpty() ? 0 : interpreter.ruleCount();
    for (int i = 0; i < ruleCount; i++) {
      rules.put(interpreter.placeOf(i), i);
    }
  }

  /** The hints for one policy and family. */
  static final class Of {

    private final boolean[] stops;
    private final Map<Integer, Integer> boxes;

    Of(boolean[] stops, Map<Integer, Integer> boxes) {
      this.stops = stops;
      this.boxes = boxes;
    }

    /** By rule of the ruleset: true if a hint is about it; empty if there is no hint. */
    boolean[] stops() {
      return stops;
    }

    /** By rule of the ruleset: the first box that is left there. */
    Map<Integer, Integer> boxes() {
      return boxes;
    }

    /** The next box that a hint names after {@code box}, or {@link #END}. */
    int next(int box) {
      return boxes.values().stream().filter(b -> b > box).min(Integer::compare).orElse(END);
    }
  }

  Of of(Reading reading, Family family) {
    return known
        .computeIfAbsent(reading, key -> new HashMap<>())
        .computeIfAbsent(family, key -> find(reading, family));
  }

  private Of find(Reading reading, Family family) {
    Map<Integer, Integer> boxes = new TreeMap<>();
    for (StagePlace place : places) {
      Integer rule = rules.get(place.place());
      if (rule != null && place.family() == family && place.policy().equals(reading.policy())) {
        int box = reading.firstBox(family, numbers.of(place.next()));
        if (box >= 0) {
          boxes.put(rule, box);
        }
      }
    }
    boolean[] stops = new boolean[boxes.isEmpty() ? 0 : ruleCount];
    boxes.keySet().forEach(rule -> stops[rule] = true);
    return new Of(stops, Map.copyOf(boxes));
  }
}
