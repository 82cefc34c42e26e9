package io.portcullis.policy.resolve;

import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pre-DNAT policy, and what its rules come to; they are looked at once it applies. */
final class PolicyWork {

  private final GlobalNetworkPolicy policy;
  private final Selection<HostEndpoint> endpoints;
  private final double order;
  private final String orderName;

  /** Until its rules are looked at: what became of others in their place needs not be kept. */
  private List<EffectiveRule> before;

  private Optional<List<RuleWork>> works = Optional.empty();
  private List<EffectiveRule> rules = List.of();
  private List<Finding> findings = List.of();
  private boolean stale = true;

  /**
   * Not looked at yet.
   *
   * @param before the rules of the one that it takes the place of; none if it is new or that was
   *     not looked at
   */
  PolicyWork(GlobalNetworkPolicy policy, Selection<HostEndpoint> endpoints, List<RuleWork> before) {
    this.policy = policy;
    this.endpoints = endpoints;
    this.order = PolicyOrder.last(policy.order());
    this.orderName = policy.meta().name() + "//GlobalNetworkPolicy";
    this.before = before.stream().map(RuleWork::effective).toList();
  }

  GlobalNetworkPolicy policy() {
    return policy;
  }

  /** The endpoints that it applies to. */
  Selection<HostEndpoint> endpoints() {
    return endpoints;
  }

  double order() {
    return order;
  }

  /** What decides among policies of one order. */
  String orderName() {
    return orderName;
  }

  /** Those of its rules that were looked at: all or none. */
  List<RuleWork> works() {
    return works.orElse(List.of());
  }

  /** Looks at its rules, unless they are known. */
  void apply(Members members, RuleBoxes boxes, RuleChecks checks) {
    if (works.isPresent()) {
      return;
    }
    List<RuleWork> all = new ArrayList<>();
    for (int i = 0; i < policy.ingress().size(); i++) {
      RuleWork work =
          new RuleWork(this, i, i < before.size() ? Optional.of(before.get(i)) : Optional.empty());
      members.hold(work);
      work.renew(boxes, checks);
      all.add(work);
    }
    works = Optional.of(all);
    before = List.of();
  }

  void stale() {
    stale = true;
  }

  /** Its rules in order, each the same object as before if nothing about it is different. */
  List<EffectiveRule> rules() {
    refresh();
    return rules;
  }

  /** What is to be said of its rules. */
  List<Finding> findings() {
    refresh();
    return findings;
  }

  private void refresh() {
    if (stale) {
      rules = works().stream().map(RuleWork::effective).toList();
      findings = works().stream().flatMap(work -> work.findings().stream()).toList();
      stale = false;
    }
  }
}
