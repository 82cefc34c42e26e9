package io.portcullis.policy.resolve;

import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The order of tiers and policies ({@code felix/calc/policy_sorter.go}). */
final class PolicyOrder {

  /** Policies of one tier by order, absent last, then by {@code name/namespace/kind}. */
  static final Comparator<PolicyWork> OF_POLICIES =
      Comparator.comparingDouble(PolicyWork::order).thenComparing(PolicyWork::orderName);

  private PolicyOrder() {}

  /** Tiers by order, absent last, then by name; the fixed ones are always there. */
  static List<Tier> tiers(Resources resources) {
    Map<String, Tier> tiers = new HashMap<>();
    Tier.FIXED.forEach(tier -> tiers.put(tier.meta().name(), tier));
    resources.tiers().forEach(tier -> tiers.put(tier.meta().name(), tier));
    List<Tier> sorted = new ArrayList<>(tiers.values());
    sorted.sort(
        Comparator.comparingDouble((Tier tier) -> last(tier.order()))
            .thenComparing(tier -> tier.meta().name()));
    return sorted;
  }

  static double last(OptionalDouble order) {
    return order.orElse(Double.POSITIVE_INFINITY);
  }
}
