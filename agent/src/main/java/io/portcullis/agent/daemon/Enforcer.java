package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.agent.Restoring;
import io.portcullis.agent.Restoring.Restored;
import io.portcullis.agent.TimeOfDay;
import io.portcullis.agent.metrics.Metrics;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reconciler's side that faces the kernel: knows whether there is anything to send or to
 * repair, does it, and says who made it necessary. Belongs to the reconciler's thread.
 */
final class Enforcer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** So often all is looked at again, though nothing rang: a net, in case a bell is broken. */
  private static final Duration RESYNC = Duration.ofSeconds(10);

  /** So many of our own commits are told from others', which is more than can wait to be seen. */
  private static final int OWN = 1024;

  /** So much is remembered of what others did while the kernel refuses to be brought to policy. */
  private static final int KEPT = 64;

  private final Programmer programmer;
  private final Restoring restoring;
  private final KernelWatch watch;
  private final Set<Long> own = new LinkedHashSet<>();
  private final List<ForeignChange> foreign = new ArrayList<>();
  private final List<Restored> restored = new ArrayList<>();
  private Optional<String> notOwned = Optional.empty();

  private boolean unsent;
  private boolean suspect;
  private int failures;
  private long repairs;
  private Optional<Drift> drift = Optional.empty();
  private long generation;

  private final Metrics metrics;
  private volatile Optional<CompiledPolicy> held = Optional.empty();

  Enforcer(Programmer programmer, Restoring restoring, KernelWatch watch, Metrics metrics) {
    this.programmer = programmer;
    this.restoring = restoring;
    this.watch = watch;
    this.metrics = metrics;
  }

  /** What the kernel was last brought to, under the names there; for any thread. */
  Optional<CompiledPolicy> held() {
    return held;
  }

  /** There is something new to send. */
  void renew() {
    unsent = true;
  }

  /** Takes what the kernel told: whether somebody else touched our table since the last time. */
  void hear() {
    if (take()) {
      look();
    }
    suspect |= !foreign.isEmpty();
  }

  /** Takes what the kernel told; whether there may have been more. */
  private boolean take() {
    KernelWatch.Seen seen = watch.take();
    seen.restored().forEach(made -> remember(made.generation()));
    restored.addAll(seen.restored());
    List<ForeignChange> others =
        seen.changes().stream().filter(change -> !own.remove(change.generation())).toList();
    foreign.addAll(others);
    keepLast(restored);
    keepLast(foreign);
    metrics.foreign(others.size());
    return seen.missed();
  }

  /** Asks the kernel whether anybody committed anything since it was last seen to hold policy. */
  void look() {
    try {
      suspect |= programmer.generation() != generation;
    } catch (AgentException e) {
      // To program it says what is the matter.
      suspect = true;
    }
  }

  /** Whether the kernel may hold something else than what was sent last. */
  boolean damaged() {
    return suspect || failures > 0;
  }

  /** Whether something new was not sent yet. */
  boolean renewed() {
    return unsent;
  }

  /** How long to wait for a bell. */
  Duration patience() {
    return failures > 0 ? Backoff.after(failures) : RESYNC;
  }

  long repairs() {
    return repairs;
  }

  /** The last change by somebody else that was undone. */
  Optional<Drift> drift() {
    return drift;
  }

  /** How long, in milliseconds, something took that began at a {@link System#nanoTime}. */
  static long millisSince(long started) {
    return (System.nanoTime() - started) / 1_000_000;
  }

  /**
   * Brings the kernel to a policy.
   *
   * @param revision of the policy, for the log
   * @throws AgentException if it does not work; it was told, and is to be tried again after {@link
   *     #patience}
   */
  Programmed bring(Proven policy, long revision) {
    long started = System.nanoTime();
    try {
      Programmed programmed;
      try {
        programmed = programmer.bring(policy);
      } finally {
        programmer.takeMade().forEach(this::remember);
        // Of what failed half way nothing is kept: then it is the policy of before.
        programmer.toRestore().ifPresent(restoring::hold);
      }
      // What it found to be there may have been made again a moment before.
      boolean missed = take();
      if (failures > 0 && !programmed.changed()) {
        LOG.info("the kernel holds the policy after all");
      }
      failures = 0;
      tell(programmed, revision, millisSince(started));
      ownership();
      measure(programmed, Duration.ofNanos(System.nanoTime() - started));
      generation = programmed.generation();
      restored.removeIf(made -> !isAfter(made.generation(), generation));
      foreign.removeIf(change -> !isAfter(change.generation(), generation));
      suspect = !foreign.isEmpty();
      unsent = false;
      if (missed) {
        look();
      }
      return programmed;
    } catch (AgentException e) {
      failures++;
      metrics.failed();
      LOG.error("{}; {}; trying again in {} ms", e.getMessage(), e.hint(), patience().toMillis());
      throw e;
    }
  }

  /** Whether nothing was new, and something had to be done to the kernel all the same. */
  private boolean repaired(Programmed programmed) {
    return (programmed.changed() || restored(programmed) > 0) && !unsent;
  }

  /** How many operations made again what was then found to be there. */
  private int restored(Programmed programmed) {
    return restored.stream()
        .filter(made -> !isAfter(made.generation(), programmed.generation()))
        .mapToInt(Restored::operations)
        .sum();
  }

  private static void keepLast(List<?> seen) {
    seen.subList(0, Math.max(0, seen.size() - KEPT)).clear();
  }

  /** Of generations, which begin anew after 32 bits. */
  private static boolean isAfter(long generation, long other) {
    return (int) (generation - other) > 0;
  }

  private void measure(Programmed programmed, Duration took) {
    boolean repaired = repaired(programmed);
    metrics.brought(programmed.changed(), repaired, took, programmer.reads());
    held = Optional.of(programmed.held());
    if (unsent) {
      Ruleset ruleset = programmed.held().ruleset();
      metrics.size(
          ruleset.sets().size(),
          ruleset.elements().values().stream().mapToLong(SetElements::size).sum(),
          ruleset.rules().values().stream().mapToLong(List::size).sum());
    }
  }

  private void remember(long made) {
    own.add(made);
    if (own.size() > OWN) {
      own.remove(own.iterator().next());
    }
  }

  private void tell(Programmed programmed, long revision, long millis) {
    boolean repaired = repaired(programmed);
    if (!repaired && !unsent) {
      return;
    }
    if (repaired) {
      repairs++;
      drift = Optional.of(Drift.of(TimeOfDay.millis(), last(foreign)));
    }
    (repaired ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("revision", revision)
        .addKeyValue("operations", programmed.operations() + restored(programmed))
        .addKeyValue("transactions", programmed.transactions())
        .addKeyValue("millis", millis)
        .addKeyValue("generation", programmed.generation())
        .addKeyValue("repair", repaired)
        .log(
            "revision {}: {}{} operations in {} ms, generation {}",
            revision,
            repaired ? "table inet portcullis was changed by " + who() + "; repaired by " : "",
            programmed.operations() + restored(programmed),
            millis,
            programmed.generation());
  }

  private void ownership() {
    Optional<String> why = programmer.notOwned();
    if (!why.equals(notOwned)) {
      notOwned = why;
      why.ifPresent(
          text -> LOG.warn("others can change the table, which is repaired then: {}", text));
    }
  }

  private static Optional<ForeignChange> last(List<ForeignChange> changes) {
    return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(changes.size() - 1));
  }

  private String who() {
    return foreign.isEmpty()
        ? "somebody"
        : foreign.stream().map(ForeignChange::toString).collect(Collectors.joining("; "));
  }

  /** The kernel goes on to hold what it holds. */
  @Override
  public void close() {
    restoring.close();
    programmer.close();
  }
}
