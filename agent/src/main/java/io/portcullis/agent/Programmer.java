package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.UnchangeableException;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.StaleGenerationException;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Optional;

/**
 * Brings the kernel of one network namespace to a proven policy: reads what the kernel holds, sends
 * the difference in one transaction that holds only if nobody changed anything meanwhile, and reads
 * it back.
 */
public final class Programmer {

  /** How often to start over because somebody else committed in between. */
  private static final int ATTEMPTS = 16;

  private Programmer() {}

  /**
   * Programs the namespace of the calling thread. When this throws, the kernel holds what it held
   * before, unless the message says that the answer was lost.
   *
   * @throws AgentException if there is no permission or no nf_tables, if the kernel refuses, or if
   *     what it then holds is not what was sent
   */
  public static Programmed program(Proven proven) {
    try (NfTables kernel = NfTables.open()) {
      for (int attempt = 1; ; attempt++) {
        try {
          return once(kernel, proven.compiled(), attempt);
        } catch (StaleGenerationException e) {
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (UnchangeableException e) {
      throw Failures.of(e);
    } catch (NftException e) {
      throw Failures.of(e);
    }
  }

  private static Programmed once(NfTables kernel, CompiledPolicy compiled, int attempt) {
    NftTable table = compiled.ruleset().table();
    // Asked before the dump: where there is no table, this is the state that has none.
    long before = kernel.generation();
    Optional<TableDump> held = kernel.dumpWithHandles(table.family(), table.name());
    List<NftOperation> operations = Difference.between(held, compiled.ruleset());
    if (operations.isEmpty()) {
      return new Programmed(0, attempt, held.map(TableDump::generation).orElse(before));
    }
    long generation = kernel.commit(operations, held.map(TableDump::generation).orElse(before));
    readBack(kernel, compiled);
    return new Programmed(operations.size(), attempt, generation);
  }

  /** What is left to be done now that it is done: nothing. */
  private static void readBack(NfTables kernel, CompiledPolicy compiled) {
    NftTable table = compiled.ruleset().table();
    Optional<TableDump> holds = kernel.dumpWithHandles(table.family(), table.name());
    if (!Difference.between(holds, compiled.ruleset()).isEmpty()) {
      throw new AgentException(
          ExitCode.PROOF_FAILED,
          "the kernel does not hold what was sent to it",
          "somebody changed table inet " + table.name() + " at the same moment: run it again");
    }
  }
}
