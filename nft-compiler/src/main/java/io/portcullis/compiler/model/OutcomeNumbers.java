package io.portcullis.compiler.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Outcomes by number, in the order in which they were met. */
final class OutcomeNumbers {

  private final Map<RuleOutcome, Integer> numbers = new HashMap<>();
  private final List<RuleOutcome> outcomes = new ArrayList<>();

  int of(RuleOutcome outcome) {
    Integer known = numbers.putIfAbsent(outcome, outcomes.size());
    if (known != null) {
      return known;
    }
    outcomes.add(outcome);
    return outcomes.size() - 1;
  }

  RuleOutcome of(int number) {
    return outcomes.get(number);
  }
}
