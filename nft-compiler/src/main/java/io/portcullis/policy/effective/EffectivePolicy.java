package io.portcullis.policy.effective;

import java.util.List;

/**
 * All pre-DNAT rules of a host endpoint. A packet that none decides continues on its way.
 *
 * @param tiers in order; only those that have a policy for the endpoint
 */
public record EffectivePolicy(List<EffectiveTier> tiers) {

  /** No pre-DNAT policy. */
  public static final EffectivePolicy NONE = new EffectivePolicy(List.of());

  public EffectivePolicy {
    tiers = List.copyOf(tiers);
  }

  /** True if no policy applies; then not even connection state is looked at. */
  public boolean isEmpty() {
    return tiers.isEmpty();
  }
}
