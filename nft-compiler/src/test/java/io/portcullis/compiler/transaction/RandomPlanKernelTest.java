package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.bound.RandomNests;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random policies become others by plans, some of which die half-way, in one kernel table. */
final class RandomPlanKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 1L);
  private static final int NESTS = 15;
  private static final int PAIRS = Integer.getInteger("portcullis.pairs", 200);

  @Test
  void whateverIsHeldBecomesWhateverIsWantedUpToNames() throws Exception {
    int inPlace = 0;
    int beside = 0;
    Random random = new Random(SEED);
    try (KernelTable kernel = new KernelTable()) {
      for (long seed = SEED; seed < SEED + PAIRS; seed++) {
        RandomChange change = RandomChange.of(seed);
        become(kernel, PolicyCompiler.compile(Policies.node(change.before())), seed);
        CompiledPolicy after = PolicyCompiler.compile(Policies.node(change.after()));
        if (random.nextBoolean()) {
          // Dies between two batches, or before the first.
          Plan died = kernel.switchTo(after.ruleset(), random.nextInt(3));
          assertThat(died.ruleset().chains()).containsKey("prerouting");
        }
        Plan plan = become(kernel, after, seed);
        inPlace += plan.batches().size() == 1 ? 1 : 0;
        beside += plan.batches().size() == 3 ? 1 : 0;
        assertThat(Proof.check(plan.names().of(after), kernel.ruleset()))
            .as("seed %d", seed)
            .isInstanceOf(ProofResult.Proven.class);
      }
    }
    System.out.printf(
        "plans: %d pairs, seeds from %d, %d of one batch, %d of three%n",
        PAIRS, SEED, inPlace, beside);
    assertThat(inPlace).isPositive();
    assertThat(beside).isPositive();
  }

  /** A rule less changes which classes there are, and so all their names. */
  @Test
  void nestsBecomeOthers() throws Exception {
    StageBounds bounds = new StageBounds(1, 0, 4);
    try (KernelTable kernel = new KernelTable()) {
      for (long seed = SEED; seed < SEED + NESTS; seed++) {
        Family family = seed % 2 == 0 ? Family.V4 : Family.V6;
        EffectivePolicy policy = new RandomNests(seed, family).policy();
        for (EffectivePolicy of : List.of(policy, withoutAnother(policy), policy)) {
          CompiledPolicy after = PolicyCompiler.compile(Policies.node(of), bounds);
          Plan plan = become(kernel, after, seed);
          assertThat(Proof.check(plan.names().of(after), kernel.ruleset()))
              .as("seed %d", seed)
              .isInstanceOf(ProofResult.Proven.class);
        }
      }
    }
  }

  private static EffectivePolicy withoutAnother(EffectivePolicy policy) {
    EffectiveTier first = policy.tiers().get(0);
    List<EffectiveRule> rules = new ArrayList<>(first.rules());
    if (!rules.isEmpty()) {
      rules.remove(rules.size() / 2);
    }
    List<EffectiveTier> tiers = new ArrayList<>(policy.tiers());
    tiers.set(0, new EffectiveTier(first.name(), rules));
    return new EffectivePolicy(tiers);
  }

  @Test
  void setsOfEveryKindBecomeOthers() throws Exception {
    try (KernelTable kernel = new KernelTable()) {
      Ruleset first = RandomSets.ruleset(SEED);
      Plan plan = kernel.switchTo(first, 3);
      assertThat(plan.names().of(first)).isEqualTo(first);
      for (long seed = SEED; seed < SEED + PAIRS; seed++) {
        become(kernel, RandomSets.ruleset(seed), seed);
      }
    }
  }

  private static Plan become(KernelTable kernel, CompiledPolicy wanted, long seed) {
    return become(kernel, wanted.ruleset(), seed);
  }

  private static Plan become(KernelTable kernel, Ruleset wanted, long seed) {
    Plan plan = kernel.switchTo(wanted, 3);
    assertThat(Rulesets.same(kernel.ruleset(), plan.ruleset())).as("seed %d", seed).isTrue();
    assertThat(Rulesets.same(Renaming.LOGICAL.of(plan.ruleset()), wanted))
        .as("names, seed %d", seed)
        .isTrue();
    Plan again = Plan.of(kernel.held(), wanted);
    assertThat(again.batches()).as("again, seed %d", seed).isEmpty();
    assertThat(again.names()).isEqualTo(plan.names());
    return plan;
  }
}
