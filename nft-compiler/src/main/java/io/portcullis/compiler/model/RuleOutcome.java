package io.portcullis.compiler.model;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.List;
import java.util.Optional;

/**
 * What policy decides in one region.
 *
 * @param reason {@code ALLOW}, {@code DENY} or {@code NO_MATCH}
 * @param rule the deciding rule; empty for {@code NO_MATCH}
 * @param logs Log rules met before it, in order
 */
public record RuleOutcome(Decision.Reason reason, Optional<RuleId> rule, List<RuleId> logs) {

  public RuleOutcome {
    logs = List.copyOf(logs);
  }
}
