package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.agent.Resolved;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the kernel. When the bell rings it reads what it rang for, policy or
 * links, and brings the kernel to what they say; or repairs what somebody else changed. What is
 * wrong with policy is told, and the last one that was right goes on to hold, and to be repaired.
 */
final class Reconciler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Writers of several files get this long to finish. */
  private static final Duration SETTLE = Duration.ofMillis(25);

  /** So often all is looked at again, though nothing rang: a net, in case a bell is broken. */
  private static final Duration RESYNC = Duration.ofSeconds(10);

  /** So many of our own commits are told from others', which is more than can wait to be seen. */
  private static final int OWN = 1024;

  private final Programmer programmer;
  private final Bell bell;
  private final KernelWatch kernel;
  private final Path directory;
  private final String node;
  private final DataplaneSettings settings;
  private final Consumer<Status> tell;

  private Optional<Inputs> tried = Optional.empty();
  private Optional<Proven> proven = Optional.empty();
  private Optional<Resolved> unread = Optional.empty();
  private Optional<String> policyProblem = Optional.empty();
  private final Set<Long> own = new LinkedHashSet<>();
  private boolean unsent;
  private int failures;
  private Status status = Status.NEW;

  Reconciler(
      Programmer programmer,
      Bell bell,
      KernelWatch kernel,
      Path directory,
      String node,
      DataplaneSettings settings,
      Consumer<Status> tell) {
    this.programmer = programmer;
    this.bell = bell;
    this.kernel = kernel;
    this.directory = directory;
    this.node = node;
    this.settings = settings;
    this.tell = tell;
  }

  @Override
  public void run() {
    try (programmer) {
      Set<Bell.Reason> reasons = EnumSet.of(Bell.Reason.POLICY);
      while (true) {
        wake(reasons);
        reasons = bell.await(failures > 0 ? Backoff.after(failures) : RESYNC);
        boolean stop = reasons.contains(Bell.Reason.STOP);
        if (stop || (reasons.contains(Bell.Reason.POLICY) && bell.stopsWithin(SETTLE))) {
          LOG.info("stopped; the kernel goes on to hold revision {}", status.revision());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does what it was rung for.
   *
   * @param reasons none if it is only time to look at everything again
   */
  private void wake(Set<Bell.Reason> reasons) {
    boolean look = reasons.isEmpty();
    List<ForeignChange> foreign = List.of();
    if (reasons.contains(Bell.Reason.KERNEL)) {
      KernelWatch.Seen seen = kernel.take();
      foreign = seen.changes().stream().filter(change -> !own.remove(change.generation())).toList();
      look |= seen.missed();
    }
    // Before policy is read, which may take long: until then the node is as somebody else left it.
    boolean damaged = !foreign.isEmpty() || (look && moved());
    if (proven.isPresent() && (damaged || failures > 0)) {
      program(proven.get(), foreign);
    }
    if (look || reasons.contains(Bell.Reason.POLICY)) {
      read(() -> Inputs.read(directory));
    } else if (reasons.contains(Bell.Reason.LINKS)) {
      read(() -> tried.map(Inputs::withLinksAsTheyAre).orElseGet(() -> Inputs.read(directory)));
    }
    if (proven.isEmpty()) {
      policyProblem.ifPresent(problem -> tell(status.fails(problem)));
    } else if (unsent) {
      program(proven.get(), List.of());
    } else if (failures == 0) {
      tell(status.holds(status.revision(), status.generation(), status.repairs(), policyProblem));
    }
    // After the kernel has it: to look large policy through takes seconds.
    unread.ifPresent(resolved -> resolved.findings().forEach(f -> LOG.warn("{}", f)));
    unread = Optional.empty();
  }

  /** Whether anybody committed anything since the kernel was last seen to hold our policy. */
  private boolean moved() {
    try {
      return programmer.generation() != status.generation();
    } catch (AgentException e) {
      // To program it says what is the matter.
      return true;
    }
  }

  private void read(Supplier<Inputs> reading) {
    try {
      Inputs inputs = reading.get();
      if (!tried.equals(Optional.of(inputs))) {
        tried = Optional.of(inputs);
        compile(inputs);
      }
    } catch (AgentException e) {
      // Read again next time, whether or not it is the same.
      tried = Optional.empty();
      policyProblem(e);
    }
  }

  private void compile(Inputs inputs) {
    try {
      Resolved resolved =
          Resolved.of(inputs.texts(), node, inputs.links(), settings, Optional.empty());
      // Links come and go with every pod, and most are nothing to policy.
      if (!proven.map(held -> held.compiled().policy()).equals(Optional.of(resolved.policy()))) {
        proven = Optional.of(Proven.of(Desired.of(resolved).compiled()));
        unread = Optional.of(resolved);
        unsent = true;
      }
      policyProblem = Optional.empty();
    } catch (AgentException e) {
      policyProblem(e);
    }
  }

  private void program(Proven policy, List<ForeignChange> foreign) {
    long started = System.nanoTime();
    try {
      Programmed programmed = programmer.bring(policy);
      failures = 0;
      if (programmed.changed()) {
        remember(programmed.generation());
      }
      programmed(programmed, foreign, (System.nanoTime() - started) / 1_000_000);
    } catch (AgentException e) {
      failures++;
      LOG.error(
          "{}; {}; trying again in {} ms",
          e.getMessage(),
          e.hint(),
          Backoff.after(failures).toMillis());
      tell(status.fails(String.valueOf(e.getMessage())));
    }
  }

  private void remember(long generation) {
    own.add(generation);
    if (own.size() > OWN) {
      own.remove(own.iterator().next());
    }
  }

  private void programmed(Programmed programmed, List<ForeignChange> foreign, long millis) {
    boolean repaired = programmed.changed() && !unsent;
    long revision = status.revision() + (unsent ? 1 : 0);
    String who =
        foreign.isEmpty()
            ? "somebody"
            : foreign.stream().map(ForeignChange::toString).collect(Collectors.joining("; "));
    if (repaired) {
      LOG.warn(
          "revision {}: table inet portcullis was changed by {}; repaired by {} operations in {} ms,"
              + " generation {}",
          revision,
          who,
          programmed.operations(),
          millis,
          programmed.generation());
    } else if (unsent) {
      LOG.info(
          "revision {}: {} operations in {} ms, generation {}",
          revision,
          programmed.operations(),
          millis,
          programmed.generation());
    }
    unsent = false;
    tell(
        status.holds(
            revision,
            programmed.generation(),
            status.repairs() + (repaired ? 1 : 0),
            policyProblem));
  }

  private void policyProblem(AgentException e) {
    String problem = String.valueOf(e.getMessage());
    if (!policyProblem.equals(Optional.of(problem))) {
      LOG.error("{}; {}; the kernel keeps what it holds", problem, e.hint());
      e.details().forEach(line -> LOG.error("  {}", line));
    }
    policyProblem = Optional.of(problem);
  }

  private void tell(Status next) {
    if (!next.equals(status)) {
      status = next;
      tell.accept(next);
    }
  }
}
