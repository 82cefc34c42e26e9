package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.incremental.Compilation;
import io.portcullis.compiler.incremental.IncrementalCompiler;
import io.portcullis.compiler.proof.IncrementalProof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;
import java.util.Optional;

/**
 * Compiles policies one after the other and proves each; what stays as it was in the last one costs
 * little. Not for use by more than one thread.
 */
public final class Compilations {

  private final IncrementalCompiler compiler = new IncrementalCompiler();
  private final IncrementalProof proof = new IncrementalProof();
  private Optional<Proven> last = Optional.empty();

  /**
   * Compiles and proves the next one.
   *
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}; the next one goes on from what was
   *     proven before
   */
  public Proven next(NodePolicy policy) {
    Compilation next = compiler.next(policy);
    Proven proven =
        last.flatMap(before -> next.batches().flatMap(batches -> onwards(before, next, batches)))
            .orElseGet(() -> anew(next));
    compiler.keep(next);
    last = Optional.of(proven);
    return proven;
  }

  /**
   * Compiles and proves a policy that nobody is to enforce; the next one goes on from what was
   * proven before.
   *
   * @return empty if that takes more than a look at what differs
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}
   */
  Optional<CompiledPolicy> rehearse(NodePolicy policy) {
    return compiler.onwards(policy).flatMap(this::rehearsed);
  }

  private Optional<CompiledPolicy> rehearsed(Compilation next) {
    List<NftOperation> operations =
        next.batches().stream().flatMap(List::stream).flatMap(List::stream).toList();
    ProofResult result = proof.rehearse(next.compiled(), operations);
    if (result instanceof ProofResult.Unfinished) {
      return Optional.empty();
    }
    long unused = Proofs.require(result);
    return Optional.of(next.compiled());
  }

  /** Empty if it cannot be told without a look at everything. */
  private Optional<Proven> onwards(
      Proven before, Compilation next, List<List<NftOperation>> batches) {
    List<NftOperation> operations = batches.stream().flatMap(List::stream).toList();
    ProofResult result = proof.check(next.compiled(), operations);
    return result instanceof ProofResult.Unfinished
        ? Optional.empty()
        : Optional.of(
            Proven.after(
                before,
                next.compiled(),
                Proofs.require(result),
                new Proven.Onwards(batches, next.sources())));
  }

  private Proven anew(Compilation next) {
    // What was proven before is not gone over again.
    boolean whole = last.isEmpty();
    return Proven.anew(next.compiled(), Proofs.require(proof.check(next.compiled())), whole);
  }
}
