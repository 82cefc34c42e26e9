package io.portcullis.lab.demo;

import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.Decision.Reason;
import io.portcullis.policy.effective.RuleId;
import java.util.Optional;

/**
 * What decides on packets, and has a counter of its own.
 *
 * @param reason what decides
 * @param rule the policy's rule, where one does
 */
public record Decider(Reason reason, Optional<RuleId> rule) {

  static Decider of(RuleHits.Hit hit) {
    return new Decider(hit.reason(), hit.rule());
  }

  static Decider of(Decision decision) {
    return new Decider(decision.reason(), decision.rule());
  }

  /** True if the kernel counts what it decides; packets on other links leave before any counter. */
  boolean counts() {
    return reason != Reason.NO_ENDPOINT;
  }

  /**
   * True if it decides on the first packet of a connection only, so that each probe raises its
   * counter by one, and nothing else does.
   */
  boolean countsProbes() {
    return counts() && reason != Reason.ESTABLISHED && reason != Reason.NEIGHBOUR_DISCOVERY;
  }
}
