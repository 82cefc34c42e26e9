package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.UnchangeableException;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.StaleGenerationException;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings the kernel of one network namespace to a proven policy: reads what the kernel holds, sends
 * the difference in one transaction that holds only if nobody changed anything meanwhile, and reads
 * it back. It keeps one socket; not for use by more than one thread.
 */
public final class Programmer implements AutoCloseable {

  /** How often to start over because somebody else committed in between. */
  private static final int ATTEMPTS = 16;

  private final NftKernel kernel;

  private Programmer(NftKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * One for the network namespace of the calling thread.
   *
   * @throws AgentException if there is no permission or no nf_tables
   */
  public static Programmer open() {
    return new Programmer(told(NfTables::open));
  }

  /**
   * Programs the namespace of the calling thread, once.
   *
   * @throws AgentException as {@link #open} and {@link #bring}
   */
  public static Programmed program(Proven proven) {
    try (Programmer programmer = open()) {
      return programmer.bring(proven);
    }
  }

  /**
   * Brings the kernel to a policy. When this throws, the kernel holds what it held before, unless
   * the message says that the answer was lost.
   *
   * @throws AgentException if the kernel refuses, or if what it then holds is not what was sent
   */
  public Programmed bring(Proven proven) {
    return told(
        () -> {
          for (int attempt = 1; ; attempt++) {
            try {
              return once(proven.compiled(), attempt);
            } catch (StaleGenerationException e) {
              if (attempt == ATTEMPTS) {
                throw e;
              }
            }
          }
        });
  }

  /**
   * The kernel's present generation, which every commit by anybody changes.
   *
   * @throws AgentException if the kernel does not say
   */
  public long generation() {
    return told(kernel::generation);
  }

  private static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (UnchangeableException e) {
      throw Failures.of(e);
    } catch (NftException e) {
      throw Failures.of(e);
    } catch (MalformedMessageException e) {
      throw new AgentException(
              ExitCode.KERNEL_REFUSED,
              "the kernel's answer makes no sense: " + e.getMessage(),
              "this is a fault of Portcullis: please report it, with the kernel's version")
          .causedBy(e);
    }
  }

  private Programmed once(CompiledPolicy compiled, int attempt) {
    NftTable table = compiled.ruleset().table();
    // Asked before the dump: where there is no table, this is the state that has none.
    long before = kernel.generation();
    Optional<TableDump> held = kernel.dumpWithHandles(table.family(), table.name());
    List<NftOperation> operations = Difference.between(held, compiled.ruleset());
    if (operations.isEmpty()) {
      return new Programmed(0, attempt, held.map(TableDump::generation).orElse(before));
    }
    long generation = kernel.commit(operations, held.map(TableDump::generation).orElse(before));
    readBack(compiled);
    return new Programmed(operations.size(), attempt, generation);
  }

  /** What is left to be done now that it is done: nothing. */
  private void readBack(CompiledPolicy compiled) {
    NftTable table = compiled.ruleset().table();
    Optional<TableDump> holds = kernel.dumpWithHandles(table.family(), table.name());
    if (!Difference.between(holds, compiled.ruleset()).isEmpty()) {
      throw new AgentException(
          ExitCode.PROOF_FAILED,
          "the kernel does not hold what was sent to it",
          "somebody changed table inet " + table.name() + " at the same moment: run it again");
    }
  }

  /** Closes the socket; the kernel goes on to hold what it holds. */
  @Override
  public void close() {
    kernel.close();
  }
}
