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
 * @param stages where the ruleset goes on to later rules of the policy
 */
public record CompiledPolicy(
    NodePolicy policy,
    Ruleset ruleset,
    List<Outcome> outcomes,
    List<LogPlace> logs,
    List<StagePlace> stages) {

  public CompiledPolicy {
    outcomes = List.copyOf(outcomes);
    logs = List.copyOf(logs);
    stages = List.copyOf(stages);
  }

  /** Without hints for the proof. */
  public CompiledPolicy(
      NodePolicy policy, Ruleset ruleset, List<Outcome> outcomes, List<LogPlace> logs) {
    this(policy, ruleset, outcomes, logs, List.of());
  }
}
