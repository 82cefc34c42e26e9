package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.List;

/** Proofs, whose failure ends a command. */
public final class Proofs {

  private Proofs() {}

  /**
   * Requires that a ruleset does what policy says.
   *
   * @return over how many regions of packets it was proven
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}, and a packet for which it does not
   */
  public static long require(CompiledPolicy compiled, Ruleset ruleset) {
    ProofResult result = Proof.check(compiled, ruleset);
    if (result instanceof ProofResult.Proven proven) {
      return proven.regions();
    }
    if (result instanceof ProofResult.Refuted refuted) {
      List<String> lines = refuted.example().toString().lines().toList();
      throw new AgentException(
          ExitCode.PROOF_FAILED,
          "the ruleset does not do what policy says, for example with this packet:",
          "if nobody changed the table by hand, this is a fault of Portcullis: please report it",
          lines);
    }
    throw new AgentException(
        ExitCode.PROOF_FAILED,
        "it cannot be proven that the ruleset does what policy says: "
            + ((ProofResult.Unfinished) result).why(),
        "if nobody changed the table by hand, this is a limit of Portcullis: please report it");
  }

  /**
   * Requires that the kernel of the calling thread's network namespace does what policy says.
   *
   * @return over how many regions of packets it was proven
   * @throws AgentException with {@link ExitCode#PROOF_FAILED}, also if there is no table of ours
   */
  public static long requireOfKernel(CompiledPolicy compiled) {
    NftTable table = compiled.ruleset().table();
    try (NfTables kernel = NfTables.open()) {
      Ruleset held =
          kernel
              .dump(table.family(), table.name())
              .orElseThrow(
                  () ->
                      new AgentException(
                          ExitCode.PROOF_FAILED,
                          "the kernel has no table inet " + table.name() + ": nothing is guarded",
                          "program it: portcullis agent --once"));
      return require(InKernel.named(held, compiled), held);
    } catch (NftException e) {
      throw Failures.of(e);
    }
  }
}
