package io.portcullis.compiler.transaction;

import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two policies.
 *
 * @param before and what becomes of it
 */
record RandomChange(EffectivePolicy before, EffectivePolicy after) {

  /** Of every four, one is to something else, and others add, remove or move a rule. */
  static RandomChange of(long seed) {
    Random random = new Random(seed);
    EffectivePolicy policy = new RandomPolicies(seed).policy();
    return switch ((int) (seed % 4)) {
      case 0 -> new RandomChange(policy, new RandomPolicies(-seed).policy());
      case 1 -> new RandomChange(policy, less(policy, random));
      case 2 -> new RandomChange(less(policy, random), policy);
      default -> new RandomChange(policy, moved(policy));
    };
  }

  private static EffectivePolicy less(EffectivePolicy policy, Random random) {
    List<EffectiveTier> tiers = new ArrayList<>(policy.tiers());
    int at = random.nextInt(tiers.size());
    EffectiveTier tier = tiers.get(at);
    if (tier.rules().isEmpty()) {
      tiers.remove(at);
    } else {
      List<EffectiveRule> rules = new ArrayList<>(tier.rules());
      rules.remove(random.nextInt(rules.size()));
      tiers.set(at, new EffectiveTier(tier.name(), rules));
    }
    return new EffectivePolicy(tiers);
  }

  /** The same rules ten lines further down in their file: only comments differ. */
  private static EffectivePolicy moved(EffectivePolicy policy) {
    return new EffectivePolicy(
        policy.tiers().stream()
            .map(t -> new EffectiveTier(t.name(), t.rules().stream().map(r -> moved(r)).toList()))
            .toList());
  }

  private static EffectiveRule moved(EffectiveRule rule) {
    RuleId id = rule.id();
    SourcePosition at = id.position();
    return new EffectiveRule(
        new RuleId(
            id.tier(),
            id.policy(),
            id.index(),
            new SourcePosition(at.source(), at.line() + 10, at.column())),
        rule.action(),
        rule.boxes());
  }
}
