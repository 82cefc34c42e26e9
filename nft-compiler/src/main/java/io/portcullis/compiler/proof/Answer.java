package io.portcullis.compiler.proof;

import io.portcullis.policy.effective.Decision;
import java.util.Arrays;

/** A decision with rules as numbers; used again and again without allocating. */
final class Answer {

  /** No rule. */
  static final int NONE = -1;

  private Decision.Reason reason = Decision.Reason.NO_ENDPOINT;
  private int rule = NONE;
  private int[] logs = new int[8];
  private int logCount;

  void clear() {
    logCount = 0;
  }

  /** Notes that a Log rule was met. */
  void log(int number) {
    if (logCount == logs.length) {
      logs = Arrays.copyOf(logs, 2 * logCount);
    }
    logs[logCount++] = number;
  }

  /** Notes what decided. */
  void decide(Decision.Reason by, int number) {
    reason = by;
    rule = number;
  }

  Decision.Reason reason() {
    return reason;
  }

  /** The number of the rule that decided, or {@link #NONE}. */
  int rule() {
    return rule;
  }

  int logCount() {
    return logCount;
  }

  int logAt(int index) {
    return logs[index];
  }

  boolean drops() {
    return reason == Decision.Reason.DENY || reason == Decision.Reason.INVALID;
  }
}
