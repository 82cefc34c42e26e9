package io.portcullis.compiler.proof;

import io.portcullis.compiler.StagePlace;
import io.portcullis.compiler.interpret.Position;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import io.portcullis.policy.address.Family;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a ruleset is said to have part of policy behind it. Whether it has is proven: a wrong hint
 * costs time, and proves nothing that is not so.
 */
final class StageHints {

  /** No later box: all that are left. */
  static final int END = Integer.MAX_VALUE;

  private final List<StagePlace> places;
  private final RulesetInterpreter interpreter;
  private final Attribution attribution;
  private final RuleNumbers numbers;

  StageHints(
      List<StagePlace> places,
      RulesetInterpreter interpreter,
      Attribution attribution,
      RuleNumbers numbers) {
    this.places = places;
    this.interpreter = interpreter;
    this.attribution = attribution;
    this.numbers = numbers;
  }

  /** What the compiler says of one policy and family. */
  Hints of(Reading reading, Family family) {
    Map<Integer, Integer> boxes = new HashMap<>();
    for (StagePlace place : places) {
      int rule = interpreter.ruleAt(place.place());
      if (rule != Trace.NONE
          && place.family() == family
          && place.policy().equals(reading.policy())) {
        int box = reading.boxes(family).firstOf(numbers.of(place.next()));
        if (box >= 0) {
          boxes.put(rule, box);
        }
      }
    }
    return boxes.isEmpty() ? Hints.NONE : new Hints(interpreter.ruleCount(), boxes);
  }

  /**
   * Further hints where a chain tries rules of policy one after the other: before each of them,
   * that one and what follows is left. Told by which rules decide or log what, since that is
   * recorded.
   *
   * @param at where the chain's first rule is next
   * @param from the first box that is left there
   * @param to the box before which this part ends
   */
  Optional<Hints> oneByOne(Hints hints, BoxList boxes, Position at, int from, int to) {
    Map<Integer, Integer> found = new HashMap<>();
    int first = interpreter.ruleAt(at);
    int previous = Integer.MIN_VALUE;
    int last = from - 1;
    for (int rule = first; rule != Trace.NONE && interpreter.sameChain(first, rule); rule++) {
      int decided = attribution.ruleBehind(rule);
      int box = decided < 0 || decided == previous ? -1 : boxes.firstOf(decided);
      if (rule == first && box != from) {
        return Optional.empty();
      }
      if (box > last && box < to) {
        found.put(rule, box);
        last = box;
        previous = decided;
      }
    }
    if (found.size() < 2) {
      return Optional.empty();
    }
    for (int depth = 0; depth < at.depth(); depth++) {
      int back = interpreter.ruleAt(at.back(depth));
      int next = interpreter.ruleAt(interpreter.settle(at.back(depth)));
      int decided = next == Trace.NONE ? Answer.NONE : attribution.ruleBehind(next);
      int box = decided < 0 ? -1 : boxes.firstOf(decided);
      if (back != Trace.NONE && box > last && box < to && !hints.stopsAt(back)) {
        found.put(back, box);
      }
    }
    return Optional.of(hints.with(found));
  }
}
