package io.portcullis.compiler.proof;

import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers of policy rules; equal rules have equal numbers. */
final class RuleNumbers {

  private final Map<RuleId, Integer> numbers = new HashMap<>();
  private final List<RuleId> rules = new ArrayList<>();

  int of(RuleId rule) {
    Integer known = numbers.get(rule);
    if (known != null) {
      return known;
    }
    numbers.put(rule, rules.size());
    rules.add(rule);
    return rules.size() - 1;
  }

  RuleId rule(int number) {
    return rules.get(number);
  }
}
