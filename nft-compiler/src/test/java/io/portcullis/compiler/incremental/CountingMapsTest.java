package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Elements that carry verdict, counter and comment come and go like those that lead to chains. */
final class CountingMapsTest {

  private static final int RULES = 60;

  private final IncrementalCompiler compiler = new IncrementalCompiler();
  private final IncrementalProof proof = new IncrementalProof();
  private EffectivePolicy policy = ChangeTiming.own(RULES, 40);

  private Compilation start() {
    Compilation first = compiler.next(Policies.node(policy));
    compiler.keep(first);
    assertThat(proof.check(first.compiled())).isInstanceOf(ProofResult.Proven.class);
    return first;
  }

  private Compilation change(int round) {
    policy = ChangeTiming.changed(policy, round, RULES);
    return compiler.next(Policies.node(policy));
  }

  private static List<NftOperation> operations(Compilation change) {
    return change.batches().orElseThrow().stream().flatMap(List::stream).toList();
  }

  @Test
  void membersAreChangedAndProven() {
    Compilation last = start();
    assertThat(last.compiled().ruleset().sets().values().stream().map(NftSet::expressions))
        .anyMatch(expressions -> !expressions.isEmpty());
    for (int round = 0; round < 12; round++) {
      Compilation next = change(round);

      assertThat(operations(next)).as("round %d", round).isNotEmpty();
      assertThat(proof.check(next.compiled(), operations(next)))
          .as("round %d", round)
          .isInstanceOf(ProofResult.Proven.class);
      assertThat(Proof.check(next.compiled())).isInstanceOf(ProofResult.Proven.class);
      compiler.keep(next);
    }
  }

  @Test
  void anElementThatSaysThatItStandsForAnotherRuleIsRefuted() {
    Compilation first = start();
    List<ElementBlock.Kind> others =
        first.compiled().ruleset().elements().values().stream()
            .filter(ElementBlock.class::isInstance)
            .flatMap(elements -> ((ElementBlock) elements).kinds().stream())
            .filter(ElementBlock.Kind::counted)
            .distinct()
            .toList();
    Compilation next = change(0);
    List<NftOperation> wrong =
        operations(next).stream().map(operation -> swapped(operation, others)).toList();

    assertThat(wrong).isNotEqualTo(operations(next));
    assertThat(proof.check(next.compiled(), wrong)).isNotInstanceOf(ProofResult.Proven.class);
  }

  /** The same elements, of other kinds. */
  private static NftOperation swapped(NftOperation operation, List<ElementBlock.Kind> kinds) {
    if (!(operation instanceof NftOperation.AddElements add)
        || !(add.elements() instanceof ElementBlock block)) {
      return operation;
    }
    ElementBlock.Builder out =
        ElementBlock.ofKinds(
            block.keyLength(),
            block.kinds().stream()
                .map(kind -> kinds.get((kinds.indexOf(kind) + 1) % kinds.size()))
                .toList());
    byte[] key = new byte[block.keyLength()];
    for (int i = 0; i < block.size(); i++) {
      block.copyKey(i, key, 0);
      out.add(key, block.verdictIndex(i));
    }
    return new NftOperation.AddElements(add.family(), add.table(), add.set(), out.build());
  }
}
