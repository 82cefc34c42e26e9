package io.portcullis.policy.resolve;

import io.portcullis.policy.Same;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The policies of endpoints. Endpoints that the same policies select share one value. */
final class EffectivePolicies {

  private final PolicyWorks works;
  private final Members members;
  private final RuleBoxes boxes;
  private final RuleChecks checks;
  private final Map<Set<Selection<HostEndpoint>>, EffectivePolicy> bySelections = new HashMap<>();
  private final Map<BitSet, EffectivePolicy> byPolicies = new HashMap<>();

  EffectivePolicies(PolicyWorks works, Members members, RuleBoxes boxes, RuleChecks checks) {
    this.works = works;
    this.members = members;
    this.boxes = boxes;
    this.checks = checks;
  }

  /**
   * What applies to an endpoint.
   *
   * @param before what applied until now; what is the same in it is taken from there
   */
  EffectivePolicy of(HostEndpoint endpoint, Optional<EffectivePolicy> before) {
    Set<Selection<HostEndpoint>> by = new HashSet<>(members.labelled(endpoint).selectedBy());
    EffectivePolicy known = bySelections.get(by);
    if (known == null) {
      known = byPolicies.computeIfAbsent(selected(by), key -> make(key, before));
      bySelections.put(by, known);
    }
    return known;
  }

  /** Policies, counted over all tiers in order. */
  private BitSet selected(Set<Selection<HostEndpoint>> by) {
    BitSet selected = new BitSet();
    int index = 0;
    for (Tier tier : works.tiers()) {
      for (PolicyWork work : works.of(tier)) {
        selected.set(index++, by.contains(work.endpoints()));
      }
    }
    return selected;
  }

  private EffectivePolicy make(BitSet selected, Optional<EffectivePolicy> before) {
    List<EffectiveTier> out = new ArrayList<>();
    int index = 0;
    for (Tier tier : works.tiers()) {
      List<EffectiveRule> rules = new ArrayList<>();
      boolean any = false;
      for (PolicyWork work : works.of(tier)) {
        if (selected.get(index++)) {
          any = true;
          work.apply(members, boxes, checks);
          // One by one: most have one, and addAll copies it twice.
          for (EffectiveRule rule : work.rules()) {
            rules.add(rule);
          }
        }
      }
      if (any) {
        out.add(tier(tier.meta().name(), rules, before));
      }
    }
    return before
        .filter(policy -> Same.all(policy.tiers(), out))
        .orElseGet(() -> new EffectivePolicy(out));
  }

  private static EffectiveTier tier(
      String name, List<EffectiveRule> rules, Optional<EffectivePolicy> before) {
    return before.stream()
        .flatMap(policy -> policy.tiers().stream())
        .filter(tier -> tier.name().equals(name) && Same.all(tier.rules(), rules))
        .findFirst()
        .orElseGet(() -> new EffectiveTier(name, rules));
  }

  /** Mostly there are none, and adding those takes longer than to see it. */
  private static void add(List<Finding> all, List<Finding> some) {
    if (!some.isEmpty()) {
      all.addAll(some);
    }
  }

  /** What is to be said of the rules that apply to any endpoint that was asked for. */
  List<Finding> findings() {
    BitSet any = new BitSet();
    byPolicies.keySet().forEach(any::or);
    List<Finding> out = new ArrayList<>();
    int index = 0;
    for (Tier tier : works.tiers()) {
      for (PolicyWork work : works.of(tier)) {
        if (any.get(index++)) {
          add(out, work.findings());
        }
      }
    }
    return out;
  }
}
