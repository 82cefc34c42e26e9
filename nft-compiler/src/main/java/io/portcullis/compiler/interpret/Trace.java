package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * What a run went through, by number, kept in arrays that the next run uses again. See {@link
 * RulesetInterpreter#placeOf} for what a rule's number means. Not for use by more than one thread.
 */
public final class Trace {

  private int[] rules = new int[16];
  private int ruleCount;
  private int[] counters = new int[16];
  private int counterCount;

  /** Forgets everything. */
  void clear() {
    ruleCount = 0;
    counterCount = 0;
  }

  void rule(int number) {
    if (ruleCount == rules.length) {
      rules = Arrays.copyOf(rules, ruleCount * 2);
    }
    rules[ruleCount++] = number;
  }

  /** Notes a rule's counter ({@code set} -1, the rule's number) or an element's. */
  void counter(int set, int number) {
    if (counterCount + 2 > counters.length) {
      counters = Arrays.copyOf(counters, counters.length * 2);
    }
    counters[counterCount++] = set;
    counters[counterCount++] = number;
  }

  /** How many rules were not broken off. */
  public int length() {
    return ruleCount;
  }

  /** The number of the rule at {@code index} of the path. */
  public int ruleAt(int index) {
    return rules[index];
  }

  int counterCount() {
    return counterCount / 2;
  }

  int counterSet(int index) {
    return counters[2 * index];
  }

  int counterNumber(int index) {
    return counters[2 * index + 1];
  }
}
