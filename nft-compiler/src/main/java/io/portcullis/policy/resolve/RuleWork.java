package io.portcullis.policy.resolve;

import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule of a policy that applies, and what it comes to as things stand. */
final class RuleWork {

  private final PolicyWork policy;
  private final int index;
  private final Rule rule;
  private final Set<Selector> selectors;
  private final Set<Selector> nameSelectors;
  private EffectiveRule effective;
  private List<Finding> findings = List.of();

  /**
   * Comes to what the one before came to, until it is worked out.
   *
   * @param before the rule in its place in the policy as it was; it stays the same object if
   *     nothing about it is different
   */
  RuleWork(PolicyWork policy, int index, Optional<EffectiveRule> before) {
    GlobalNetworkPolicy of = policy.policy();
    this.policy = policy;
    this.index = index;
    this.rule = of.ingress().get(index);
    this.selectors = RuleBoxes.selectors(rule);
    this.nameSelectors = PortCriteria.selectors(rule);
    RuleId id = new RuleId(of.tier(), of.meta().name(), index, rule.position());
    EffectiveRule made =
        new EffectiveRule(id, rule.action(), before.map(EffectiveRule::boxes).orElseGet(List::of));
    this.effective = before.filter(made::equals).orElse(made);
  }

  /** Whose nets and addresses it asks for. */
  Set<Selector> selectors() {
    return selectors;
  }

  /** Whose names of ports it asks for. */
  Set<Selector> nameSelectors() {
    return nameSelectors;
  }

  EffectiveRule effective() {
    return effective;
  }

  List<Finding> findings() {
    return findings;
  }

  /** Works it out again. What comes out the same stays the same object. */
  void renew(RuleBoxes boxes, RuleChecks checks) {
    List<MatchBox> before = effective.boxes();
    List<MatchBox> after = new ArrayList<>();
    for (MatchBox box : boxes.of(rule)) {
      int at = before.indexOf(box);
      after.add(at < 0 ? box : before.get(at));
    }
    if (!after.equals(before)) {
      effective = new EffectiveRule(effective.id(), effective.action(), after);
    }
    findings = checks.check(policy.policy().meta().name(), index, rule, after.isEmpty());
    policy.stale();
  }
}
