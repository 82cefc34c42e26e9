package io.portcullis.policy.resolve;

import io.portcullis.policy.ListChange;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All pre-DNAT policies by tier and in order, kept while resources change. */
final class PolicyWorks {

  private final Members members;
  private final IdentityHashMap<GlobalNetworkPolicy, PolicyWork> known = new IdentityHashMap<>();
  private final Map<String, List<PolicyWork>> byTier = new HashMap<>();

  /** Those that are not enforced here. */
  private final Set<GlobalNetworkPolicy> others =
      Collections.newSetFromMap(new IdentityHashMap<>());

  private List<GlobalNetworkPolicy> policies = List.of();
  private List<Tier> tiers = List.of();

  PolicyWorks(Members members) {
    this.members = members;
  }

  /** Takes up other resources; what is the same object is taken to be unchanged. */
  void update(Resources next) {
    ListChange<GlobalNetworkPolicy> change = ListChange.of(policies, next.policies());
    policies = next.policies();
    tiers = PolicyOrder.tiers(next);
    Set<String> touched = new HashSet<>();
    Set<PolicyWork> gone = new HashSet<>();
    Map<String, List<RuleWork>> before = new HashMap<>();
    for (GlobalNetworkPolicy policy : change.gone()) {
      PolicyWork work = known.remove(policy);
      if (work != null) {
        gone.add(work);
        before.put(policy.meta().name(), work.works());
        work.works().forEach(members::release);
        members.endpoints().release(work.endpoints());
        touched.add(policy.tier());
      } else {
        others.remove(policy);
      }
    }
    touched.forEach(tier -> of(tier).removeAll(gone));
    for (GlobalNetworkPolicy policy : change.come()) {
      if (policy.kind() == GlobalNetworkPolicy.Kind.PRE_DNAT) {
        PolicyWork work =
            new PolicyWork(
                policy,
                members.endpoints().hold(policy.selector()),
                before.getOrDefault(policy.meta().name(), List.of()));
        known.put(policy, work);
        of(policy.tier()).add(work);
        touched.add(policy.tier());
      } else {
        others.add(policy);
      }
    }
    touched.forEach(tier -> of(tier).sort(PolicyOrder.OF_POLICIES));
  }

  private List<PolicyWork> of(String tier) {
    return byTier.computeIfAbsent(tier, key -> new ArrayList<>());
  }

  List<Tier> tiers() {
    return tiers;
  }

  /** The policies of a tier, in order. */
  List<PolicyWork> of(Tier tier) {
    return byTier.getOrDefault(tier.meta().name(), List.of());
  }

  /** Says which policies are not enforced, and which apply nowhere. */
  List<Finding> idle() {
    List<Finding> out = new ArrayList<>();
    others.forEach(
        policy ->
            out.add(finding(policy, "is " + policy.kind().text() + " and is not enforced here")));
    // Many policies have few selectors, and it is rare that one selects nothing.
    if (members.endpoints().anyIdle()) {
      byTier.values().stream()
          .flatMap(List::stream)
          .filter(work -> work.endpoints().selected().isEmpty())
          .forEach(work -> out.add(finding(work.policy(), "selects no host endpoint")));
    }
    return out;
  }

  private static Finding finding(GlobalNetworkPolicy policy, String what) {
    return new Finding(policy.meta().position(), "policy " + policy.meta().name() + " " + what);
  }
}
