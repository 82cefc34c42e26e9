package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * What a run went through, by number, kept in arrays that the next run uses again. See {@link
 * RulesetInterpreter#placeOf} for what a rule's number means. Not for use by more than one thread.
 */
public final class Trace {

  /** No rule. */
  public static final int NONE = -1;

  /** How many numbers say how far a run was. */
  static final int COUNTS = 5;

  private int[] rules = new int[16];
  private int ruleCount;
  private int[] logs = new int[4];
  private int logCount;
  private int decider = NONE;
  private int comment = NONE;
  private boolean byElement;
  private int stop = NONE;
  private int stopDepth;
  private int[] entries = new int[12];
  private int entryCount;
  private int[] lookups = new int[64];
  private int lookupCount;
  private int[] counters = new int[16];
  private int counterCount;

  /** Forgets everything. */
  void clear() {
    ruleCount = 0;
    counterCount = 0;
    logCount = 0;
    entryCount = 0;
    lookupCount = 0;
    decider = NONE;
    stop = NONE;
  }

  /** Writes how far the run is. */
  void copyCounts(int... out) {
    out[0] = ruleCount;
    out[1] = counterCount;
    out[2] = logCount;
    out[3] = entryCount;
    out[4] = lookupCount;
  }

  /** Forgets what came after a run had been so far. */
  void cut(int... counts) {
    ruleCount = counts[0];
    counterCount = counts[1];
    logCount = counts[2];
    entryCount = counts[3];
    lookupCount = counts[4];
    decider = NONE;
    stop = NONE;
  }

  void rule(int number) {
    if (ruleCount == rules.length) {
      rules = Arrays.copyOf(rules, ruleCount * 2);
    }
    rules[ruleCount++] = number;
  }

  /** Notes that a rule logged. */
  void log(int number) {
    if (logCount == logs.length) {
      logs = Arrays.copyOf(logs, logCount * 2);
    }
    logs[logCount++] = number;
  }

  /**
   * Notes that a rule looked something up: the set's number, and the element's if there was one.
   */
  void lookup(int rule, int set, int element) {
    if (4 * lookupCount == lookups.length) {
      lookups = Arrays.copyOf(lookups, 2 * lookups.length);
    }
    int at = 4 * lookupCount++;
    lookups[at] = rule;
    lookups[at + 1] = set;
    lookups[at + 2] = element;
    lookups[at + 3] = ruleCount;
  }

  int lookupCount() {
    return lookupCount;
  }

  int lookupRule(int index) {
    return lookups[4 * index];
  }

  int lookupSet(int index) {
    return lookups[4 * index + 1];
  }

  int lookupElement(int index) {
    return lookups[4 * index + 2];
  }

  /** How many rules had not been broken off before. */
  int lookupTime(int index) {
    return lookups[4 * index + 3];
  }

  /**
   * Notes that a chain was gone to for good, what had been asked of the packet before, and the rule
   * to stop at that the only way back leads to.
   */
  void entered(int chain, int asked, int back) {
    if (4 * entryCount == entries.length) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    int at = 4 * entryCount++;
    entries[at] = chain;
    entries[at + 1] = asked;
    entries[at + 2] = logCount;
    entries[at + 3] = back;
  }

  /**
   * How many chains were gone to without a way back, or with none but to where the run was to stop,
   * in a run with a region.
   */
  public int entryCount() {
    return entryCount;
  }

  /**
   * The number of such a chain; or, behind those of all chains, of a rule in one from which on less
   * is asked of packets.
   */
  public int entryChain(int index) {
    return entries[4 * index];
  }

  /** What had been asked of the packet before, as {@link Dimension#bit}s. */
  public int entryAsked(int index) {
    return entries[4 * index + 1];
  }

  /** How often the packet had been logged before. */
  public int entryLogs(int index) {
    return entries[4 * index + 2];
  }

  /** The rule that the only way back leads to, which is one to stop at; or {@link #NONE}. */
  public int entryBack(int index) {
    return entries[4 * index + 3];
  }

  /**
   * Notes which rule gave the final verdict.
   *
   * @param ofElement the number of the comment of the element that it was
   */
  void decided(int number, int ofElement) {
    decider = number;
    comment = ofElement;
    byElement = lookupCount > 0 && lookups[4 * lookupCount - 4] == number;
  }

  /** Notes before which rule a run was to stop, and how many ways back there are from it. */
  void stopped(int number, int depth) {
    stop = number;
    stopDepth = depth;
  }

  /** How many of the ways back that the run started with are left where it stopped. */
  public int stopDepth() {
    return stopDepth;
  }

  /** The number of the rule before which the run stopped; {@link #NONE} if a verdict came first. */
  public int stop() {
    return stop;
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

  /** How often the packet was logged. */
  public int logCount() {
    return logCount;
  }

  /** The number of the rule that logged, by order of logging. */
  public int logAt(int index) {
    return logs[index];
  }

  /** The number of the rule that gave the final verdict; {@link #NONE} if the policy did. */
  public int decider() {
    return decider;
  }

  /**
   * The number of the comment of the element that gave the final verdict, see {@link
   * RulesetInterpreter#commentNumber}; {@link #NONE} if it has none, or it was no element.
   */
  public int comment() {
    return decider == NONE ? NONE : comment;
  }

  /** True if an element of a map gave the final verdict. */
  public boolean isByElement() {
    return decider != NONE && byElement;
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
