package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.agent.Restoring;
import io.portcullis.agent.TimeOfDay;
import io.portcullis.agent.metrics.Metrics;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private final Programmer programmer;
  private final Restoring restoring;
  private final OthersWork others;
  private Optional<String> notOwned = Optional.empty();
  private boolean unsent;
  private boolean suspect;
  private int failures;
  private long repairs;
  private Optional<Drift> drift = Optional.empty();
  private long generation;

  private final Metrics metrics;
  private volatile Optional<CompiledPolicy> held = Optional.empty();

  Enforcer(Programmer programmer, Restoring restoring, OthersWork others, Metrics metrics) {
    this.programmer = programmer;
    this.restoring = restoring;
    this.others = others;
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
    suspect |= !others.isNone();
  }

  /** Takes what the kernel told; whether there may have been more. */
  private boolean take() {
    OthersWork.Heard heard = others.hear();
    metrics.foreign(heard.changes());
    return heard.missed();
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
        programmer.takeMade().forEach(others::remember);
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
      others.settle(generation);
      suspect = !others.isNone();
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

  /**
   * Whether something had to be done to the kernel though nothing was new, or together with what
   * was: then others are known to have changed the table.
   */
  private boolean repaired(Programmed programmed) {
    long until = programmed.generation();
    return others.restored(until) > 0
        || (programmed.changed() && (!unsent || others.changed(until)));
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

  private void tell(Programmed programmed, long revision, long millis) {
    boolean repaired = repaired(programmed);
    if (!repaired && !unsent) {
      return;
    }
    if (repaired) {
      repairs++;
      drift = Optional.of(Drift.of(TimeOfDay.millis(), others.last()));
    }
    (repaired ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("revision", revision)
        .addKeyValue(
            "operations", programmed.operations() + others.restored(programmed.generation()))
        .addKeyValue("transactions", programmed.transactions())
        .addKeyValue("millis", millis)
        .addKeyValue("generation", programmed.generation())
        .addKeyValue("repair", repaired)
        .log(
            "revision {}: {}{} operations in {} ms, generation {}",
            revision,
            repaired ? "table inet portcullis was changed by " + others + "; repaired by " : "",
            programmed.operations() + others.restored(programmed.generation()),
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

  /** The kernel goes on to hold what it holds. */
  @Override
  public void close() {
    restoring.close();
    programmer.close();
  }
}
