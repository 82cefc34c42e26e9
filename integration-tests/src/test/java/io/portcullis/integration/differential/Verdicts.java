package io.portcullis.integration.differential;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.Optional;

/**
 * What can be told from counters.
 *
 * @param reason what decided
 * @param rule the deciding rule, where one did
 */
record Verdicts(Decision.Reason reason, Optional<RuleId> rule) {

  static Verdicts of(Decision decision) {
    return new Verdicts(decision.reason(), decision.rule());
  }
}
