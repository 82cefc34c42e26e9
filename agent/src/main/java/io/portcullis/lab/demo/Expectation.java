package io.portcullis.lab.demo;

import io.portcullis.lab.probe.Answer;
import io.portcullis.policy.effective.Decision;
import java.util.Optional;

/**
 * What should become of a probe, as stated by hand.
 *
 * @param answer what the socket should see
 * @param reason what should decide
 * @param policy whose rule should decide, where one does
 * @param rule its index in that policy; 0 if no rule decides
 */
public record Expectation(
    Answer answer, Decision.Reason reason, Optional<String> policy, int rule) {

  /** No rule decides. */
  static Expectation of(Answer answer, Decision.Reason reason) {
    return new Expectation(answer, reason, Optional.empty(), 0);
  }

  /** A rule allows it. */
  static Expectation allowed(Answer answer, String policy, int rule) {
    return new Expectation(answer, Decision.Reason.ALLOW, Optional.of(policy), rule);
  }

  /** A rule denies it. */
  static Expectation denied(String policy, int rule) {
    return new Expectation(Answer.SILENCE, Decision.Reason.DENY, Optional.of(policy), rule);
  }

  /** True if a decision that was worked out from the policy is this one. */
  boolean agrees(Decision decision) {
    return decision.reason() == reason
        && decision.drops() == answer.equals(Answer.SILENCE)
        && decision.rule().map(id -> id.policy() + "[" + id.index() + "]").equals(ruleName());
  }

  private Optional<String> ruleName() {
    return policy.map(name -> name + "[" + rule + "]");
  }
}
