package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.List;
import java.util.Optional;

/** Holds the proof of broken operations to that of the whole ruleset which they lead to. */
final class Refutation {

  private Refutation() {}

  /**
   * Requires of the proof that it says of broken operations what it says of their ruleset from the
   * beginning, and that it then still stands where it stood.
   *
   * @param last what was proven last
   * @param compiled what the operations should lead to
   * @return true if they were refuted; false if they lead nowhere, or mean the same
   */
  static boolean of(
      IncrementalProof proof,
      CompiledPolicy last,
      CompiledPolicy compiled,
      List<NftOperation> broken,
      String what) {
    Optional<Ruleset> whole = Applied.ifPossible(last.ruleset(), broken);
    if (whole.isEmpty()) {
      return false;
    }
    CompiledPolicy wrong =
        new CompiledPolicy(
            compiled.policy(),
            whole.get(),
            compiled.outcomes(),
            compiled.logs(),
            compiled.stages(),
            compiled.elements());
    ProofResult expected = Proof.check(wrong);
    ProofResult rehearsed = proof.rehearse(wrong, broken);
    if (!(rehearsed instanceof ProofResult.Unfinished)) {
      assertThat(rehearsed.getClass()).as(what).isEqualTo(expected.getClass());
    }
    assertThat(proof.ruleset()).as(what).contains(last.ruleset());
    ProofResult result = proof.check(wrong, broken);
    assertThat(result.getClass())
        .as("%s: %s, %s", what, expected, result)
        .isEqualTo(expected.getClass());
    if (result instanceof ProofResult.Proven) {
      // It means the same, and would be what is gone on from.
      assertThat(proof.check(last)).as(what).isInstanceOf(ProofResult.Proven.class);
      return false;
    }
    assertThat(proof.ruleset()).contains(last.ruleset());
    return true;
  }
}
