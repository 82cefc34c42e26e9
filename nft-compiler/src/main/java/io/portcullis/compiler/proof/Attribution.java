package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Trace;
import io.portcullis.policy.effective.Decision;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** What the rules of a ruleset stand for, by number, according to the compiler's record. */
final class Attribution {

  /** Stands for two things at once, and so for nothing that policy could say. */
  private static final int CONTRADICTION = -2;

  /** No record: what a packet of no endpoint comes to. */
  private static final Decision.Reason NOTHING = Decision.Reason.NO_ENDPOINT;

  private final RulesetInterpreter interpreter;
  private final Decision.Reason[] reasons;
  private final int[] rules;
  private final int[] logs;
  private final Decision.Reason[] reasonsByComment;
  private final int[] rulesByComment;

  /** Whether an element may decide for a rule of policy without telling which. */
  private final boolean counted;

  Attribution(CompiledPolicy compiled, RulesetInterpreter interpreter, RuleNumbers numbers) {
    this.interpreter = interpreter;
    int count = interpreter.ruleCount();
    reasons = new Decision.Reason[count];
    rules = new int[count];
    logs = new int[count];
    Arrays.fill(reasons, NOTHING);
    Arrays.fill(rules, Answer.NONE);
    Arrays.fill(logs, CONTRADICTION);
    for (Outcome outcome : compiled.outcomes()) {
      int at = interpreter.ruleAt(outcome.place());
      if (at != Trace.NONE) {
        int rule = outcome.rule().map(numbers::of).orElse(Answer.NONE);
        boolean first = reasons[at] == NOTHING;
        boolean same = reasons[at] == outcome.reason() && rules[at] == rule;
        reasons[at] = outcome.reason();
        rules[at] = first || same ? rule : CONTRADICTION;
      }
    }
    counted = compiled.policy().settings().counters();
    reasonsByComment = new Decision.Reason[interpreter.commentCount()];
    rulesByComment = new int[interpreter.commentCount()];
    Arrays.fill(reasonsByComment, NOTHING);
    Arrays.fill(rulesByComment, Answer.NONE);
    for (ElementOutcome outcome : compiled.elements()) {
      int at = interpreter.commentNumber(outcome.comment()).orElse(Answer.NONE);
      if (at >= 0) {
        boolean first = reasonsByComment[at] == NOTHING;
        int rule = outcome.rule().map(numbers::of).orElse(Answer.NONE);
        reasonsByComment[at] = outcome.reason();
        rulesByComment[at] = first ? rule : CONTRADICTION;
      }
    }
    for (LogPlace log : compiled.logs()) {
      int at = interpreter.ruleAt(log.place());
      if (at != Trace.NONE) {
        logs[at] = numbers.of(log.rule());
      }
    }
  }

  private Attribution(Attribution of, Decision.Reason[] reasonsByComment, int[] rulesByComment) {
    this.interpreter = of.interpreter;
    this.reasons = of.reasons;
    this.rules = of.rules;
    this.logs = of.logs;
    this.counted = of.counted;
    this.reasonsByComment = reasonsByComment;
    this.rulesByComment = rulesByComment;
  }

  /**
   * The same with another record of elements.
   *
   * @return empty if the record says two things of one comment
   */
  Optional<Attribution> with(ElementRoles change, RuleNumbers numbers) {
    int count = interpreter.commentCount();
    int known = reasonsByComment.length;
    Decision.Reason[] nextReasons = Arrays.copyOf(reasonsByComment, count);
    int[] nextRules = Arrays.copyOf(rulesByComment, count);
    Arrays.fill(nextReasons, known, count, NOTHING);
    Arrays.fill(nextRules, known, count, Answer.NONE);
    for (ElementOutcome outcome : change.gone()) {
      interpreter
          .commentNumber(outcome.comment())
          .ifPresent(
              at -> {
                nextReasons[at] = NOTHING;
                nextRules[at] = Answer.NONE;
              });
    }
    for (ElementOutcome outcome : change.come()) {
      OptionalInt at = interpreter.commentNumber(outcome.comment());
      if (at.isPresent()) {
        if (nextReasons[at.getAsInt()] != NOTHING) {
          return Optional.empty();
        }
        nextReasons[at.getAsInt()] = outcome.reason();
        nextRules[at.getAsInt()] = outcome.rule().map(numbers::of).orElse(Answer.NONE);
      }
    }
    return Optional.of(new Attribution(this, nextReasons, nextRules));
  }

  /** The policy's rule that a rule, or the chain it leads to, decides or logs by; else below 0. */
  int ruleBehind(int rule) {
    int here = rules[rule] != Answer.NONE ? rules[rule] : logs[rule];
    int to = interpreter.target(rule);
    if (here >= 0 || to == Trace.NONE) {
      return here;
    }
    int first = interpreter.firstRuleOf(to);
    return first >= rules.length ? Answer.NONE : Math.max(rules[first], logs[first]);
  }

  /** True if a run came to what policy says: verdict, deciding rule, and logs in their order. */
  boolean agrees(Answer expected, boolean dropped, Trace trace) {
    int decider = trace.decider();
    int comment = trace.comment();
    Decision.Reason reason = NOTHING;
    int rule = Answer.NONE;
    if (comment != Trace.NONE && comment < reasonsByComment.length) {
      reason = reasonsByComment[comment];
      rule = rulesByComment[comment];
    } else if (comment == Trace.NONE && decider != Trace.NONE) {
      reason = reasons[decider];
      rule = rules[decider];
    }
    boolean same = rule == expected.rule() && isSame(reason, expected.reason());
    if (dropped != expected.drops() || (!same && !tellsNothing(reason, expected, trace))) {
      return false;
    }
    return agreesOnLogs(expected, trace);
  }

  /** True also of an established flow that has no endpoint: it continues before that is asked. */
  private static boolean isSame(Decision.Reason reason, Decision.Reason expected) {
    return reason == expected
        || (reason == Decision.Reason.ESTABLISHED && expected == Decision.Reason.NO_ENDPOINT);
  }

  /** True if an element decided, which without counters does not say for which rule of policy. */
  private boolean tellsNothing(Decision.Reason reason, Answer expected, Trace trace) {
    return !counted && reason == NOTHING && trace.isByElement() && isOfPolicy(expected.reason());
  }

  /** True of what elements may decide that do not say for whom. */
  static boolean isOfPolicy(Decision.Reason reason) {
    return switch (reason) {
      case ALLOW, DENY, NO_MATCH -> true;
      case NO_ENDPOINT, ESTABLISHED, NEIGHBOUR_DISCOVERY, FAILSAFE, INVALID -> false;
    };
  }

  /** True if a run logged what policy says, in its order. */
  boolean agreesOnLogs(Answer expected, Trace trace) {
    if (trace.logCount() != expected.logCount()) {
      return false;
    }
    for (int i = 0; i < expected.logCount(); i++) {
      if (logs[trace.logAt(i)] != expected.logAt(i)) {
        return false;
      }
    }
    return true;
  }
}
