package io.portcullis.policy.resolve;

import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** The order of tiers and policies ({@code felix/calc/policy_sorter.go}). */
final class PolicyOrder {

  private PolicyOrder() {}

  /** Tiers by order, absent last, then by name; the fixed ones are always there. */
  static List<Tier> tiers(Resources resources) {
    List<Tier> tiers = new ArrayList<>(resources.tiers());
    for (Tier fixed : Tier.FIXED) {
      if (tiers.stream().noneMatch(t -> t.meta().name().equals(fixed.meta().name()))) {
        tiers.add(fixed);
      }
    }
    tiers.sort(
        Comparator.comparingDouble((Tier tier) -> last(tier.order()))
            .thenComparing(tier -> tier.meta().name()));
    return tiers;
  }

  /** Pre-DNAT policies of a tier by order, absent last, then by {@code name/namespace/kind}. */
  static List<GlobalNetworkPolicy> policies(Resources resources, Tier tier) {
    return resources.policies().stream()
        .filter(policy -> policy.kind() == GlobalNetworkPolicy.Kind.PRE_DNAT)
        .filter(policy -> policy.tier().equals(tier.meta().name()))
        .sorted(
            Comparator.comparingDouble((GlobalNetworkPolicy policy) -> last(policy.order()))
                .thenComparing(policy -> policy.meta().name() + "//GlobalNetworkPolicy"))
        .toList();
  }

  private static double last(OptionalDouble order) {
    return order.orElse(Double.POSITIVE_INFINITY);
  }
}
