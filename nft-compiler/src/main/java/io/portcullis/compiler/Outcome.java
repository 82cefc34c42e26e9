package io.portcullis.compiler;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import java.util.Optional;

/**
 * What one rule of a ruleset decides. Its counter, if hits are counted, is in that rule. What
 * elements decide is an {@link ElementOutcome}.
 *
 * @param reason what decides
 * @param rule the policy's rule, where one does
 * @param place the rule that gives the final verdict
 */
public record Outcome(Decision.Reason reason, Optional<RuleId> rule, Place place) {}
