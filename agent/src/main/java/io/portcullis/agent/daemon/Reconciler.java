package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Programmer;
import io.portcullis.agent.state.Draft;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.Sources;
import io.portcullis.policy.effective.DataplaneSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the kernel. Whenever the bell rings it asks the sources for a draft,
 * reads the links, and brings the kernel to what they say. What is wrong with them is told, and the
 * last policy that was right goes on to hold, and to be repaired.
 */
final class Reconciler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Writers of several files get this long to finish. */
  private static final Duration SETTLE = Duration.ofMillis(25);

  /** So often all is looked at again, though nothing rang. */
  private static final Duration RESYNC = Duration.ofSeconds(10);

  private final Bell bell;
  private final Sources sources;
  private final String node;
  private final DataplaneSettings settings;
  private final Consumer<Status> tell;

  /** The last that was right, and is to be held. */
  private Optional<Candidate> right = Optional.empty();

  /** The last that was wrong, so that it is compiled once. */
  private Optional<Inputs> wrong = Optional.empty();

  private Optional<AgentException> inputProblem = Optional.empty();
  private Optional<String> told = Optional.empty();
  private Optional<Desired> unread = Optional.empty();
  private long revision;
  private boolean unsent;
  private int failures;
  private Status status = Status.NEW;

  Reconciler(
      Bell bell, Sources sources, String node, DataplaneSettings settings, Consumer<Status> tell) {
    this.bell = bell;
    this.sources = sources;
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
    while (!settled()) {
      // A draft was refused; the sources have another.
    }
    Optional<String> problem = problem();
    if (right.isPresent()) {
      program(right.get());
    } else {
      problem.ifPresent(why -> tell(status.fails(why)));
    }
    // After the kernel has it: to look large policy through takes seconds.
    unread.ifPresent(desired -> desired.findings().forEach(finding -> LOG.warn("{}", finding)));
    unread = Optional.empty();
  }

  /** Looks at what sources and links say now; false if there is more to look at. */
  private boolean settled() {
    Optional<Draft> draft = sources.draft();
    if (draft.isEmpty()) {
      return true;
    }
    Optional<Inputs> inputs = Optional.empty();
    try {
      inputs = Optional.of(new Inputs(draft.get().texts(), HostLinks.read()));
      if (inputs.equals(wrong)) {
        return true;
      }
      Optional<Inputs> known = right.map(Candidate::inputs);
      Candidate candidate =
          known.equals(inputs) ? right.orElseThrow() : Candidate.of(inputs.get(), node, settings);
      long accepted = sources.accept(draft.get());
      inputProblem = Optional.empty();
      if (accepted != revision || !known.equals(inputs)) {
        revision = accepted;
        right = Optional.of(candidate);
        unread = Optional.of(candidate.desired());
        unsent = true;
      }
      return true;
    } catch (AgentException e) {
      boolean more = sources.reject(draft.get(), e);
      if (!more && sources.problem().isEmpty()) {
        // It is not the sources' fault; a link, perhaps.
        inputProblem = Optional.of(e);
        wrong = inputs;
      }
      return !more;
    }
  }

  private Optional<String> problem() {
    Optional<AgentException> problem = sources.problem().or(() -> inputProblem);
    Optional<String> text = problem.map(e -> String.valueOf(e.getMessage()));
    if (!text.equals(told)) {
      told = text;
      problem.ifPresent(
          e -> {
            LOG.error("{}; {}; the kernel keeps what it holds", e.getMessage(), e.hint());
            e.details().forEach(line -> LOG.error("  {}", line));
          });
    }
    return text;
  }

  private void program(Candidate candidate) {
    long started = System.nanoTime();
    try {
      Programmed programmed = Programmer.program(candidate.proven());
      failures = 0;
      long millis = (System.nanoTime() - started) / 1_000_000;
      programmed(programmed, millis);
      sources.enforced(new Enforced(revision, candidate.desired(), programmed, millis));
    } catch (AgentException e) {
      failures++;
      LOG.error(
          "{}; {}; trying again in {} ms",
          e.getMessage(),
          e.hint(),
          Backoff.after(failures).toMillis());
      tell(status.fails(String.valueOf(e.getMessage())));
      sources.delayed(e);
    }
  }

  private void programmed(Programmed programmed, long millis) {
    boolean repaired = programmed.changed() && !unsent;
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
            revision, programmed.generation(), status.repairs() + (repaired ? 1 : 0), told));
  }

  private void tell(Status next) {
    if (!next.equals(status)) {
      status = next;
      tell.accept(next);
    }
  }
}
