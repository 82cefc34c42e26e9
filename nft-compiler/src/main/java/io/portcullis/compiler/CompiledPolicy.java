package io.portcullis.compiler;

import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;

/**
 * A policy and the ruleset that stands for it.
 *
 * @param policy what was compiled
 * @param ruleset what it became
 * @param outcomes which rule of the ruleset gives which decision
 * @param logs which rule of the ruleset logs for which rule of the policy
 */
public record CompiledPolicy(
    NodePolicy policy, Ruleset ruleset, List<Outcome> outcomes, List<LogPlace> logs) {

  public CompiledPolicy {
    outcomes = List.copyOf(outcomes);
    logs = List.copyOf(logs);
  }
}
