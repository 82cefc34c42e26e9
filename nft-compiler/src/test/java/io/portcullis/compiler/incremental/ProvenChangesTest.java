package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Operations on elements are proven as the ruleset is that they come to. */
final class ProvenChangesTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SEQUENCES = 16;
  private static final int CHANGES = 6;

  private int proven;
  private int refuted;
  private int less;
  private int rehearsals;
  private final Set<String> mistakes = new TreeSet<>();

  @Test
  void eachChangeAndEachWayToBreakItIsJudgedAsTheWholeRulesetIs() {
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      long seed = SEED + sequence;
      SourcePolicies policies = new SourcePolicies(seed);
      EffectivePolicy policy = policies.policy();
      StageBounds bounds = sequence % 2 == 0 ? StageBounds.DEFAULT : StageBounds.DEFAULT.shared();
      IncrementalCompiler compiler = new IncrementalCompiler(bounds);
      IncrementalProof proof = new IncrementalProof();
      Compilation last = compiler.next(Policies.node(policy));
      compiler.keep(last);
      assertThat(proof.check(last.compiled())).isInstanceOf(ProofResult.Proven.class);
      for (int change = 0; change < CHANGES; change++) {
        policy = policies.changed(policy);
        Compilation next = compiler.next(Policies.node(policy));
        String where = "-Dportcullis.seed=" + seed + " change " + change;
        step(proof, last.compiled(), next, where);
        compiler.keep(next);
        last = next;
      }
    }
    assertThat(proven).isGreaterThan(SEQUENCES);
    assertThat(refuted).isGreaterThan(SEQUENCES * 3);
    assertThat(less).isGreaterThan(SEQUENCES);
    assertThat(rehearsals).isGreaterThan(SEQUENCES);
    assertThat(mistakes)
        .contains(
            "one prefix too many",
            "of another protocol",
            "it leads to where another one led",
            "it leads to where the next one is to",
            "one more goes");
  }

  private void step(IncrementalProof proof, CompiledPolicy last, Compilation next, String where) {
    if (next.batches().isEmpty()) {
      assertThat(proof.check(next.compiled())).as(where).isInstanceOf(ProofResult.Proven.class);
      return;
    }
    CompiledPolicy compiled = next.compiled();
    List<NftOperation> operations = next.batches().get().stream().flatMap(List::stream).toList();
    for (Map.Entry<String, List<NftOperation>> broken :
        BrokenOperations.of(last.ruleset(), operations).entrySet()) {
      String what = where + ": " + broken.getKey();
      assertThat(proof.check(compiled, broken.getValue()))
          .as("%s, and says that it is right", what)
          .isInstanceOf(ProofResult.Unfinished.class);
      refuted += Refutation.of(proof, last, compiled, broken.getValue(), what) ? 1 : 0;
    }
    for (Map.Entry<String, List<NftOperation>> mistaken :
        MistakenOperations.of(last.ruleset(), operations).entrySet()) {
      String what = where + ": " + mistaken.getKey();
      assertThat(proof.check(compiled, mistaken.getValue()))
          .as("%s, and says that it is right", what)
          .isInstanceOf(ProofResult.Unfinished.class);
      if (Refutation.of(proof, last, compiled, mistaken.getValue(), what)) {
        mistakes.add(mistaken.getKey());
      }
    }
    ProofResult rehearsed = proof.rehearse(compiled, operations);
    assertThat(rehearsed).as(where).isNotInstanceOf(ProofResult.Refuted.class);
    assertThat(proof.ruleset()).as("%s: as before", where).contains(last.ruleset());
    ProofResult result = proof.check(compiled, operations);
    assertThat(result).as(where).isInstanceOf(ProofResult.Proven.class);
    if (rehearsed instanceof ProofResult.Proven) {
      assertThat(rehearsed).as(where).isEqualTo(result);
      rehearsals++;
    }
    proven++;
    long all = ((ProofResult.Proven) Proof.check(compiled)).regions();
    less += ((ProofResult.Proven) result).regions() < all ? 1 : 0;
    assertThat(proof.ruleset()).contains(compiled.ruleset());
  }

  @Test
  void operationsAfterNothingAreNotProven() {
    CompiledPolicy compiled =
        new IncrementalCompiler().next(Policies.node(new SourcePolicies(1).policy())).compiled();

    assertThat(new IncrementalProof().check(compiled, List.of()))
        .isInstanceOf(ProofResult.Unfinished.class);
  }
}
