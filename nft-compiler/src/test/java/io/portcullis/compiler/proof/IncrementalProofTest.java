package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A proof that builds on the last one finds what a proof from the beginning finds. */
final class IncrementalProofTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_124L);
  private static final int SEQUENCES = 25;
  private static final int CHANGES = 9;

  @Test
  void randomSequencesOfChangesAreJudgedAsFromTheBeginning() {
    int refuted = 0;
    int less = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      long seed = SEED + sequence;
      Random random = new Random(seed);
      StageBounds bounds = sequence % 2 == 0 ? StageBounds.DEFAULT : new StageBounds(0, 4, 6);
      IncrementalProof proof = new IncrementalProof();
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      CompiledPolicy previous = PolicyCompiler.compile(node(policy), bounds);
      for (int change = 0; change < CHANGES; change++) {
        CompiledPolicy compiled = PolicyCompiler.compile(node(policy), bounds);
        CompiledPolicy checked =
            change > 0 && random.nextInt(3) == 0 ? broken(compiled, previous, random) : compiled;
        previous = compiled;

        ProofResult full = Proof.check(checked);
        ProofResult result = proof.check(checked);

        assertThat(result.getClass())
            .as("-Dportcullis.seed=%d change %d: %s, %s", seed, change, full, result)
            .isEqualTo(full.getClass());
        if (result instanceof ProofResult.Refuted found) {
          refuted++;
          assertThat(found.example().toString()).contains("policy:");
        }
        if (full instanceof ProofResult.Proven all && result instanceof ProofResult.Proven some) {
          less += some.regions() < all.regions() ? 1 : 0;
        }
        policy = random.nextInt(4) == 0 ? policy : changed(policy, random);
      }
    }
    assertThat(refuted).isGreaterThan(SEQUENCES / 3);
    assertThat(less).isGreaterThan(SEQUENCES);
  }

  @Test
  void nothingIsGoneOverAgainThatDidNotChange() {
    IncrementalProof proof = new IncrementalProof();
    proof.check(PolicyCompiler.compile(Guinea.node()));

    assertThat(proof.check(PolicyCompiler.compile(Guinea.node())))
        .isEqualTo(new ProofResult.Proven(0));
  }

  @Test
  void everyMutationIsFoundAfterwardsToo() {
    CompiledPolicy right = PolicyCompiler.compile(Guinea.node(), StageBounds.DEFAULT.shared());
    IncrementalProof proof = new IncrementalProof();
    assertThat(proof.check(right)).isInstanceOf(ProofResult.Proven.class);

    Mutations.broken(new Mutant(right))
        .forEach(
            (name, mutant) ->
                assertThat(proof.check(mutant.compiled()))
                    .as(name)
                    .isInstanceOf(ProofResult.Refuted.class));
    Mutations.harmless(new Mutant(right))
        .forEach(
            (name, mutant) ->
                assertThat(proof.check(mutant.compiled()))
                    .as(name)
                    .isInstanceOf(ProofResult.Proven.class));
  }

  private static NodePolicy node(EffectivePolicy policy) {
    return Policies.node(policy);
  }

  /** One rule less, another rule's boxes, or two rules the other way round. */
  private static EffectivePolicy changed(EffectivePolicy policy, Random random) {
    List<EffectiveTier> tiers = new ArrayList<>(policy.tiers());
    int at = random.nextInt(tiers.size());
    List<EffectiveRule> rules = new ArrayList<>(tiers.get(at).rules());
    if (rules.isEmpty()) {
      return new RandomPolicies(random.nextLong()).policy();
    }
    int index = random.nextInt(rules.size());
    EffectiveRule rule = rules.get(index);
    switch (random.nextInt(8)) {
      case 5, 6, 7 -> rules.set(index, otherSources(rule, random));
      case 0 -> rules.remove(index);
      case 1 -> Collections.swap(rules, index, random.nextInt(rules.size()));
      default -> {
        List<EffectiveRule> others =
            new RandomPolicies(random.nextLong())
                .policy().tiers().stream().flatMap(tier -> tier.rules().stream()).toList();
        if (!others.isEmpty()) {
          EffectiveRule other = others.get(0);
          rules.set(
              index,
              new EffectiveRule(
                  rule.id(),
                  random.nextInt(4) == 0 ? other.action() : rule.action(),
                  other.boxes()));
        }
      }
    }
    tiers.set(at, new EffectiveTier(tiers.get(at).name(), rules));
    return new EffectivePolicy(tiers);
  }

  /** The same rule with more or fewer sources, and nothing else. */
  private static EffectiveRule otherSources(EffectiveRule rule, Random random) {
    List<MatchBox> boxes = new ArrayList<>(rule.boxes());
    MatchBox box = boxes.get(0);
    Address address =
        box.family() == Family.V4
            ? Address.v4(0x0a000000 | random.nextInt(16))
            : Address.v6(0x20010db800000000L, random.nextInt(16));
    AddressSet some = AddressSet.of(Prefix.masking(address, box.family().bits() - 1));
    AddressSet sources = random.nextBoolean() ? box.source().union(some) : box.source().minus(some);
    boxes.set(
        0,
        new MatchBox(
            box.family(),
            box.protocols(),
            sources,
            box.destination(),
            box.sourcePorts(),
            box.destinationPorts(),
            box.icmp()));
    return new EffectiveRule(rule.id(), rule.action(), boxes);
  }

  /** An element or a rule taken away, a rule put in, or a ruleset that is still the last one. */
  private static CompiledPolicy broken(
      CompiledPolicy compiled, CompiledPolicy previous, Random random) {
    Mutant mutant = new Mutant(compiled);
    List<String> sets =
        compiled.ruleset().sets().keySet().stream()
            .filter(name -> compiled.ruleset().elementsOf(name).size() > 0)
            .toList();
    List<String> chains =
        compiled.ruleset().rules().keySet().stream()
            .filter(name -> !compiled.ruleset().rulesOf(name).isEmpty())
            .toList();
    String set = sets.get(random.nextInt(sets.size()));
    String chain = chains.get(random.nextInt(chains.size()));
    int rules = compiled.ruleset().rulesOf(chain).size();
    return switch (random.nextInt(4)) {
      case 3 ->
          new CompiledPolicy(
              compiled.policy(), previous.ruleset(), previous.outcomes(), previous.logs());
      case 0 ->
          mutant
              .elements(
                  set,
                  list -> {
                    list.remove(random.nextInt(list.size()));
                    return list;
                  })
              .compiled();
      case 1 -> mutant.drop(chain, random.nextInt(rules)).compiled();
      default ->
          mutant
              .rules(
                  chain,
                  list -> {
                    Verdict verdict = random.nextBoolean() ? Verdict.DROP : Verdict.ACCEPT;
                    list.add(
                        random.nextInt(rules + 1),
                        NftRule.of(chain, new Immediate.Verdict(verdict)));
                    return list;
                  })
              .compiled();
    };
  }
}
