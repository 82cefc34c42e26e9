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
import io.portcullis.netlink.nftables.Ruleset;
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
  private final TableHold hold;
  private boolean mine;
  private boolean flagsRefused;
  private long reads;
  private Optional<String> notOwned = Optional.empty();

  /** For tests of what other kernels do. */
  Programmer(NftKernel kernel, TableHold hold) {
    this.kernel = kernel;
    this.hold = hold;
  }

  /**
   * One for the network namespace of the calling thread.
   *
   * @param owner whether the kernel shall let nobody else change the table, from {@link #bring}
   *     until this is closed; where it cannot, {@link #notOwned} says why
   * @throws AgentException if there is no permission or no nf_tables
   */
  public static Programmer open(boolean owner) {
    return new Programmer(told(NfTables::open), owner ? TableHold.OWNED : TableHold.AS_IT_IS);
  }

  /**
   * Programs the namespace of the calling thread, once.
   *
   * @throws AgentException as {@link #open} and {@link #bring}
   */
  public static Programmed program(Proven proven) {
    return program(proven, false);
  }

  /**
   * Programs the namespace of the calling thread, once.
   *
   * @param adoptable whether an agent that comes later shall be able to own the table
   * @throws AgentException as {@link #open} and {@link #bring}
   */
  public static Programmed program(Proven proven, boolean adoptable) {
    TableHold hold = adoptable ? TableHold.TO_BE_ADOPTED : TableHold.AS_IT_IS;
    try (Programmer programmer = new Programmer(told(NfTables::open), hold)) {
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

  /** Why the table is not owned although it should be; empty if it is, or should not be. */
  public Optional<String> notOwned() {
    return notOwned;
  }

  /** How often the whole table was read. */
  public long reads() {
    return reads;
  }

  private Programmed once(CompiledPolicy compiled, int attempt) {
    // Asked before the dump: where there is no table, this is the state that has none.
    long before = kernel.generation();
    Optional<TableDump> held = read(compiled);
    if (hold == TableHold.OWNED && held.filter(TableHold::isOrphan).isPresent()) {
      adopt(held.get());
      before = kernel.generation();
      held = read(compiled);
    }
    List<NftOperation> operations = Difference.between(held, wanted(compiled, held));
    explain(held);
    if (operations.isEmpty()) {
      return new Programmed(0, attempt, held.map(TableDump::generation).orElse(before));
    }
    if (!mine && held.filter(TableHold::hasOwner).isPresent()) {
      throw new AgentException(
          ExitCode.KERNEL_REFUSED,
          "table inet " + compiled.ruleset().table().name() + " belongs to another process",
          "an agent runs here and sees to it: change what that one reads, or end it first");
    }
    long generation;
    try {
      generation = kernel.commit(operations, held.map(TableDump::generation).orElse(before));
    } catch (NftException e) {
      if (held.isEmpty() && flagsRefused(e)) {
        flagsRefused = true;
        return once(compiled, attempt);
      }
      throw e;
    }
    mine |= held.isEmpty() && wanted(compiled, held).table().flags() != 0;
    readBack(compiled);
    return new Programmed(operations.size(), attempt, generation);
  }

  private Ruleset wanted(CompiledPolicy compiled, Optional<TableDump> held) {
    return held.isEmpty() && !flagsRefused
        ? TableHold.withFlags(compiled.ruleset(), hold.flagsOfNew())
        : TableHold.likened(compiled.ruleset(), held);
  }

  /** A kernel that does not know a table's flags refuses the table. */
  private boolean flagsRefused(NftException e) {
    return !flagsRefused
        && hold != TableHold.AS_IT_IS
        && e.reason() == NftException.Reason.REFUSED
        && e.operation().filter(NftOperation.AddTable.class::isInstance).isPresent();
  }

  /** By a transaction of its own, so that a restart with the same policy still sends no policy. */
  private void adopt(TableDump orphan) {
    NftTable table = TableHold.adopted(orphan.ruleset().table());
    long unused = kernel.commit(List.of(new NftOperation.AddTable(table)), orphan.generation());
    mine = true;
  }

  private void explain(Optional<TableDump> held) {
    if (hold != TableHold.OWNED) {
      return;
    }
    if (flagsRefused) {
      notOwned = Optional.of("this kernel cannot keep an owned table (Linux 6.9 and newer can)");
    } else if (held.isPresent() && !TableHold.hasOwner(held.get())) {
      notOwned = Optional.of("the table was made without; it is when it is made anew, as at boot");
    } else {
      notOwned = Optional.empty();
    }
  }

  private Optional<TableDump> read(CompiledPolicy compiled) {
    reads++;
    NftTable table = compiled.ruleset().table();
    return kernel.dumpWithHandles(table.family(), table.name());
  }

  /** What is left to be done now that it is done: nothing. */
  private void readBack(CompiledPolicy compiled) {
    Optional<TableDump> holds = read(compiled);
    if (!Difference.between(holds, TableHold.likened(compiled.ruleset(), holds)).isEmpty()) {
      throw new AgentException(
          ExitCode.PROOF_FAILED,
          "the kernel does not hold what was sent to it",
          "somebody changed table inet "
              + compiled.ruleset().table().name()
              + " at the same moment: run it again");
    }
  }

  /** Closes the socket; the kernel goes on to hold what it holds. */
  @Override
  public void close() {
    kernel.close();
  }
}
