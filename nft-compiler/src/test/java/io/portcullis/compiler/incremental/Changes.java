package io.portcullis.compiler.incremental;

import io.portcullis.compiler.Policies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import java.util.ArrayList;
import java.util.List;

/** Small changes of the policies of {@link ChangeTiming}, of which each second takes one back. */
final class Changes {

  private Changes() {}

  private static List<EffectiveRule> rules(EffectivePolicy policy) {
    return new ArrayList<>(policy.tiers().get(0).rules());
  }

  private static EffectivePolicy of(List<EffectiveRule> rules) {
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private static int index(List<EffectiveRule> rules, int round) {
    return round / 2 * 7 % (rules.size() - 1);
  }

  private static AddressSet net(int round, int length) {
    return AddressSet.of(Prefix.masking(Address.v4(0x05000000 | ((round / 2) << 8)), length));
  }

  private static EffectiveRule with(EffectiveRule rule, AddressSet some, boolean more) {
    MatchBox box = rule.boxes().get(0);
    AddressSet sources = more ? box.source().union(some) : box.source().minus(some);
    return new EffectiveRule(rule.id(), rule.action(), List.of(SourcePolicies.from(box, sources)));
  }

  /** A /26, where there are none. */
  static EffectivePolicy length(EffectivePolicy policy, int round) {
    List<EffectiveRule> rules = rules(policy);
    int index = index(rules, round);
    rules.set(index, with(rules.get(index), net(round, 26), round % 2 == 0));
    return of(rules);
  }

  /** A /24 each for several rules. */
  static EffectivePolicy several(EffectivePolicy policy, int round, int many) {
    List<EffectiveRule> rules = rules(policy);
    for (int i = 0; i < many; i++) {
      int index = (index(rules, round) + i * 13) % (rules.size() - 1);
      rules.set(index, with(rules.get(index), net(round, 24), round % 2 == 0));
    }
    return of(rules);
  }

  /** Another policy with a port of its own, somewhere among the others. */
  static EffectivePolicy comes(EffectivePolicy policy, int round) {
    List<EffectiveRule> rules = rules(policy);
    int index = index(rules, round);
    if (round % 2 == 1) {
      rules.remove(index(rules.subList(1, rules.size()), round));
      return of(rules);
    }
    int port = 40_000 + round / 2;
    MatchBox box = Policies.tcp(Policies.any(Family.V4), port, port);
    AddressSet from = ChangeTiming.addresses(10, port);
    rules.add(
        index, Policies.rule("t", "new" + round, 0, Action.ALLOW, SourcePolicies.from(box, from)));
    return of(rules);
  }

  /** The same policy on another port. */
  static EffectivePolicy port(EffectivePolicy policy, int round) {
    List<EffectiveRule> rules = rules(policy);
    int index = index(rules, round);
    EffectiveRule rule = rules.get(index);
    MatchBox box = rule.boxes().get(0);
    int port = box.destinationPorts().ranges().get(0).first() + (round % 2 == 0 ? 20_000 : -20_000);
    MatchBox moved =
        new MatchBox(
            box.family(),
            box.protocols(),
            box.source(),
            box.destination(),
            box.sourcePorts(),
            PortSet.of(List.of(new PortSet.Range(port, port))),
            box.icmp());
    rules.set(index, new EffectiveRule(rule.id(), rule.action(), List.of(moved)));
    return of(rules);
  }

  /** Allow becomes Deny, or Deny Allow. */
  static EffectivePolicy turns(EffectivePolicy policy, int round) {
    List<EffectiveRule> rules = rules(policy);
    int index = index(rules, round);
    EffectiveRule rule = rules.get(index);
    Action action = rule.action() == Action.ALLOW ? Action.DENY : Action.ALLOW;
    rules.set(index, new EffectiveRule(rule.id(), action, rule.boxes()));
    return of(rules);
  }

  /** For each port a rule that denies few sources, and then one that allows many. */
  static EffectivePolicy pairs(int ports, int cidrs) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < ports; i++) {
      MatchBox box = Policies.tcp(Policies.any(Family.V4), 20_000 + i, 20_000 + i);
      AddressSet allowed = ChangeTiming.addresses(cidrs, i);
      rules.add(
          Policies.rule(
              "t",
              "deny" + i,
              0,
              Action.DENY,
              SourcePolicies.from(box, ChangeTiming.addresses(5, -i - 1))));
      rules.add(
          Policies.rule("t", "allow" + i, 0, Action.ALLOW, SourcePolicies.from(box, allowed)));
    }
    rules.add(Policies.rule("t", "deny", 0, Action.DENY, Policies.any(Family.V4)));
    return of(rules);
  }

  /** A range of those that {@link #pairs} allows is denied, or no longer. */
  static EffectivePolicy member(EffectivePolicy policy, int round) {
    List<EffectiveRule> rules = rules(policy);
    int index = index(rules, round) / 2 * 2;
    AddressSet allowed = rules.get(index + 1).boxes().get(0).source();
    AddressSet one = AddressSet.of(Prefix.masking(allowed.first(allowed.rangeCount() / 2), 32));
    rules.set(index, with(rules.get(index), one, round % 2 == 0));
    return of(rules);
  }

  /** Sets that many ports share. */
  static EffectivePolicy shared(int sets, int cidrs, int ports) {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      List<PortSet.Range> ranges = new ArrayList<>();
      for (int port = 0; port < ports; port++) {
        int at = 10_000 + 2 * (port * sets + i);
        ranges.add(new PortSet.Range(at, at));
      }
      MatchBox any = Policies.tcp(Policies.any(Family.V4), 1, 1);
      MatchBox box =
          new MatchBox(
              any.family(),
              any.protocols(),
              ChangeTiming.addresses(cidrs, i),
              any.destination(),
              any.sourcePorts(),
              PortSet.of(ranges),
              any.icmp());
      rules.add(Policies.rule("t", "shared" + i, 0, Action.ALLOW, box));
    }
    rules.add(Policies.rule("t", "deny", 0, Action.DENY, Policies.any(Family.V4)));
    return of(rules);
  }
}
