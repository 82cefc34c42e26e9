package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.KeptHits;
import io.portcullis.compiler.transaction.Names;
import io.portcullis.compiler.transaction.Plan;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * Brings the kernel of one network namespace to a proven policy: reads what the kernel holds, plans
 * a change that no packet meets half of, sends its batches, and reads back what is held then. If it
 * ends anywhere on the way, the node is guarded by the policy of before or by the new one, and the
 * next time removes what is left over. It keeps one socket; not for use by more than one thread.
 */
public final class Programmer implements AutoCloseable {

  private final NftKernel kernel;
  private final Ownership ownership;
  private final Sending sending;
  private Optional<Settled> settled = Optional.empty();
  private long reads;

  /**
   * What the kernel was last brought to, and whatever differs from it is somebody else's work.
   *
   * @param plan with no batches left
   * @param generation that the kernel had then
   * @param hits what the table keeps of elements that are gone
   */
  private record Settled(
      Proven proven, Plan plan, CompiledPolicy held, long generation, KeptHits hits) {}

  /** For tests of what other kernels do. */
  Programmer(NftKernel kernel, TableHold hold) {
    this.kernel = kernel;
    this.sending = new Sending(kernel);
    this.ownership = new Ownership(hold);
  }

  /**
   * One for the network namespace of the calling thread.
   *
   * @param owner whether the kernel shall let nobody else change the table, from {@link #bring}
   *     until this is closed; where it cannot, {@link #notOwned} says why
   * @throws AgentException if there is no permission or no nf_tables
   */
  public static Programmer open(boolean owner) {
    return new Programmer(
        Failures.told(NfTables::open), owner ? TableHold.OWNED : TableHold.AS_IT_IS);
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
    try (Programmer programmer = new Programmer(Failures.told(NfTables::open), hold)) {
      return programmer.bring(proven);
    }
  }

  /**
   * Brings the kernel to a policy. When this throws, packets get the verdicts of before or those of
   * the policy, and nothing in between.
   *
   * @throws AgentException if the kernel refuses, or if what it then holds is not what was sent
   */
  public Programmed bring(Proven proven) {
    return Failures.told(() -> Attempts.of(attempt -> once(proven, attempt)));
  }

  /**
   * The kernel's present generation, which every commit by anybody changes.
   *
   * @throws AgentException if the kernel does not say
   */
  public long generation() {
    return Failures.told(kernel::generation);
  }

  /** Why the table is not owned although it should be; empty if it is, or should not be. */
  public Optional<String> notOwned() {
    return ownership.missing();
  }

  /**
   * What the table would have to be made of again if somebody took it away; empty if nothing is
   * known to be there, or if it would have to be made in another way, so as to be owned.
   */
  public Optional<Ruleset> toRestore() {
    return settled.filter(last -> !ownership.ownsNew()).map(last -> last.plan().ruleset());
  }

  /** How often the whole table was read. */
  public long reads() {
    return reads;
  }

  /** The generations that were made here since this was asked the last time. */
  public List<Long> takeMade() {
    return sending.takeMade();
  }

  private Programmed once(Proven proven, Attempts.Attempt attempt) {
    // Asked before the dump: where there is no table, this is the state that has none.
    long before = kernel.generation();
    Optional<Programmed> onwards = onwards(proven, attempt, before);
    if (onwards.isPresent()) {
      return onwards.get();
    }
    Optional<TableDump> held = read(proven);
    if (ownership.isToBeAdopted(held)) {
      // By a transaction of its own, so that a restart with the same policy still sends no policy.
      long unused =
          sending.sendAtOnce(ownership.adoption(held.orElseThrow()), generationOf(held, before));
      ownership.adopted();
      before = kernel.generation();
      held = read(proven);
    }
    ownership.explain(held);
    boolean repairs = settled.filter(last -> last.proven() == proven).isPresent();
    Plan plan = repairs ? repair(held) : plan(proven, held);
    CompiledPolicy named = repairs ? settled.orElseThrow().held() : named(proven, plan, held);
    long generation = generationOf(held, before);
    Optional<TableDump> now = held;
    if (!plan.isEmpty()) {
      ownership.requireOurs(held);
      settled = Optional.empty();
      generation = send(plan, held, generation, repairs, attempt);
      now = readBack(proven, plan);
    }
    KeptHits hits = KeptHits.in(now.map(TableDump::ruleset).orElse(plan.ruleset()));
    settled = Optional.of(new Settled(proven, plan, named, generation, hits));
    return new Programmed(
        plan.operations(), plan.batches().size(), attempt.number(), generation, named);
  }

  /**
   * From what the kernel was last brought to, if nobody has committed anything since, by elements
   * alone. Nothing is read: the kernel does a batch for that very generation, and does all of it.
   */
  private Optional<Programmed> onwards(Proven proven, Attempts.Attempt attempt, long generation) {
    Optional<Proven.Onwards> onwards =
        settled
            .filter(last -> attempt.number() == 1 && last.generation() == generation)
            .flatMap(last -> proven.since(last.proven()));
    if (onwards.isEmpty()) {
      return Optional.empty();
    }
    List<List<NftOperation>> batches = onwards.get().batches();
    // Several batches are made in an order, in which packets may meet more than one of them.
    Optional<List<Prefix>> sources =
        Optional.of(onwards.get().sources()).filter(of -> batches.size() == 1);
    Settled last = settled.orElseThrow();
    Names names = last.plan().names();
    settled = Optional.empty();
    CompiledPolicy held =
        names.next(last.held(), last.proven().compiled().ruleset(), proven.compiled());
    Optional<ElementSteps.Sent> sent =
        new ElementSteps(kernel, sending)
            .send(batches, sources, names, held, last.hits(), generation);
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    long made = sent.get().generation();
    Plan plan = last.plan().with(held.ruleset().elements());
    settled = Optional.of(new Settled(proven, plan, held, made, sent.get().hits()));
    return Optional.of(
        new Programmed(sent.get().operations(), batches.size(), attempt.number(), made, held));
  }

  private static long generationOf(Optional<TableDump> held, long none) {
    return held.map(TableDump::generation).orElse(none);
  }

  private Plan plan(Proven proven, Optional<TableDump> held) {
    return Plan.of(held, ownership.wanted(proven.compiled().ruleset(), held));
  }

  /**
   * The shortest way back, in one batch: while somebody else's work is in the table no packet has
   * the verdict of any policy, and a plan would only let that last.
   */
  private Plan repair(Optional<TableDump> held) {
    Plan last = settled.orElseThrow().plan();
    Ruleset wanted = ownership.wanted(last.ruleset(), held);
    List<NftOperation> operations = Difference.between(held, wanted);
    return new Plan(operations.isEmpty() ? List.of() : List.of(operations), last.names(), wanted);
  }

  /** The policy under the names of a plan, which what is sent has been proven to have. */
  private CompiledPolicy named(Proven proven, Plan plan, Optional<TableDump> held) {
    CompiledPolicy named = plan.names().of(proven.compiled());
    Ruleset wanted = ownership.wanted(proven.compiled().ruleset(), held);
    if (!plan.names().rename(wanted, plan.ruleset())) {
      long unused = Proofs.require(named, plan.ruleset());
    }
    return named;
  }

  private long send(
      Plan plan, Optional<TableDump> held, long from, boolean repairs, Attempts.Attempt attempt) {
    long generation = from;
    for (int i = 0; i < plan.batches().size(); i++) {
      boolean first = i == 0;
      boolean pinned = !ownership.isMine() && attempt.isPinned(first);
      List<NftOperation> batch = plan.batches().get(i);
      try {
        generation =
            repairs
                ? sending.sendAtOnce(batch, pinned ? generation : 0)
                : sending.send(batch, pinned ? generation : 0);
      } catch (NftException e) {
        if (first && ownership.refusedBy(e, held)) {
          throw new Attempts.AgainException(e);
        }
        throw e;
      }
      if (first) {
        ownership.sent(plan.ruleset(), held);
      }
    }
    return generation;
  }

  private Optional<TableDump> read(Proven proven) {
    reads++;
    NftTable table = proven.compiled().ruleset().table();
    return kernel.dumpWithHandles(table.family(), table.name());
  }

  /** What is left to be done now that it is done: nothing. */
  private Optional<TableDump> readBack(Proven proven, Plan plan) {
    Optional<TableDump> now = read(proven);
    if (!InKernel.holds(now, plan.ruleset())) {
      NftTable table = plan.ruleset().table();
      throw new Attempts.AgainException(
          new AgentException(
              ExitCode.PROOF_FAILED,
              "the kernel does not hold what was sent to it",
              "somebody changes table inet " + table.name() + " at the same moment: run it again"));
    }
    return now;
  }

  /** Closes the socket; the kernel goes on to hold what it holds. */
  @Override
  public void close() {
    kernel.close();
  }
}
