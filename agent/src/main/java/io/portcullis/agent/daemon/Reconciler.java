package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.Proven;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the kernel. Whenever the bell rings it reads policy and links, and
 * brings the kernel to what they say. What is wrong with them is told, and the last policy that was
 * right goes on to hold, and to be repaired.
 */
final class Reconciler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Writers of several files get this long to finish. */
  private static final Duration SETTLE = Duration.ofMillis(25);

  /** So often all is looked at again, though nothing rang. */
  private static final Duration RESYNC = Duration.ofSeconds(10);

  private final Bell bell;
  private final Path directory;
  private final String node;
  private final DataplaneSettings settings;
  private final Consumer<Status> tell;

  private Optional<Inputs> tried = Optional.empty();
  private Optional<Proven> proven = Optional.empty();
  private Optional<Desired> unread = Optional.empty();
  private Optional<String> policyProblem = Optional.empty();
  private boolean unsent;
  private int failures;
  private Status status = Status.NEW;

  Reconciler(
      Bell bell, Path directory, String node, DataplaneSettings settings, Consumer<Status> tell) {
    this.bell = bell;
    this.directory = directory;
    this.node = node;
    this.settings = settings;
    this.tell = tell;
  }

  @Override
  public void run() {
    try {
      while (true) {
        reconcile();
        Set<Bell.Reason> reasons = bell.await(failures > 0 ? Backoff.after(failures) : RESYNC);
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

  private void reconcile() {
    try {
      Inputs inputs = Inputs.read(directory);
      if (!tried.equals(Optional.of(inputs))) {
        tried = Optional.of(inputs);
        compile(inputs);
      }
    } catch (AgentException e) {
      // Read again next time, whether or not it is the same.
      tried = Optional.empty();
      policyProblem(e);
    }
    proven.ifPresentOrElse(
        this::program, () -> policyProblem.ifPresent(problem -> tell(status.fails(problem))));
    // After the kernel has it: to look large policy through takes seconds.
    unread.ifPresent(desired -> desired.findings().forEach(finding -> LOG.warn("{}", finding)));
    unread = Optional.empty();
  }

  private void compile(Inputs inputs) {
    try {
      Desired desired = Desired.of(inputs.texts(), node, inputs.links(), settings);
      unread = Optional.of(desired);
      proven = Optional.of(Proven.of(desired.compiled()));
      policyProblem = Optional.empty();
      unsent = true;
    } catch (AgentException e) {
      policyProblem(e);
    }
  }

  private void program(Proven policy) {
    long started = System.nanoTime();
    try {
      Programmed programmed = Programmer.program(policy);
      failures = 0;
      programmed(programmed, (System.nanoTime() - started) / 1_000_000);
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

  private void programmed(Programmed programmed, long millis) {
    boolean repaired = programmed.changed() && !unsent;
    long revision = status.revision() + (unsent ? 1 : 0);
    if (repaired) {
      LOG.warn(
          "revision {}: somebody changed table inet portcullis; repaired by {} operations in {} ms",
          revision,
          programmed.operations(),
          millis);
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
