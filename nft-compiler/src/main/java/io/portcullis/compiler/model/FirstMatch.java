package io.portcullis.compiler.model;

import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of a packet, given in order the boxes that hold it. */
final class FirstMatch {

  private static final int NO_TIER = -1;

  private FirstMatch() {}

  /** The first Allow or Deny decides; Pass skips the rest of its tier, Log is noted. */
  static RuleOutcome of(Iterable<ClassRule> matching) {
    List<RuleId> logs = new ArrayList<>();
    int passed = NO_TIER;
    for (ClassRule match : matching) {
      if (match.tier() == passed) {
        continue;
      }
      RuleId id = match.rule().id();
      Action action = match.rule().action();
      if (action == Action.ALLOW) {
        return new RuleOutcome(Decision.Reason.ALLOW, Optional.of(id), logs);
      }
      if (action == Action.DENY) {
        return new RuleOutcome(Decision.Reason.DENY, Optional.of(id), logs);
      }
      if (action == Action.PASS) {
        passed = match.tier();
      } else if (logs.isEmpty() || !logs.get(logs.size() - 1).equals(id)) {
        logs.add(id);
      }
    }
    return new RuleOutcome(Decision.Reason.NO_MATCH, Optional.empty(), logs);
  }
}
