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
 * @param elements which elements of its maps give which decision
 */
public record CompiledPolicy(
    NodePolicy policy,
    Ruleset ruleset,
    List<Outcome> outcomes,
    List<LogPlace> logs,
    List<StagePlace> stages,
    List<ElementOutcome> elements) {

  public CompiledPolicy {
    outcomes = List.copyOf(outcomes);
    logs = List.copyOf(logs);
    stages = List.copyOf(stages);
    elements = List.copyOf(elements);
  }

  /** Without hints for the proof. */
  public CompiledPolicy(
      NodePolicy policy, Ruleset ruleset, List<Outcome> outcomes, List<LogPlace> logs) {
    this(policy, ruleset, outcomes, logs, List.of(), List.of());
  }

  /** The same with other rules that decide and log, without hints for the proof. */
  public CompiledPolicy with(Ruleset other, List<Outcome> decide, List<LogPlace> log) {
    return new CompiledPolicy(policy, other, decide, log, List.of(), elements);
  }
}
