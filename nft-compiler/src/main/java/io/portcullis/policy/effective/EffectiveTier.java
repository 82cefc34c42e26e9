package io.portcullis.policy.effective;

import java.util.List;

/**
 * The rules of one tier, over all its policies, in order. Its end leads to the next tier.
 *
 * @param name the tier's
 * @param rules first match decides, Log apart
 */
public record EffectiveTier(String name, List<EffectiveRule> rules) {

  public EffectiveTier {
    rules = List.copyOf(rules);
  }
}
