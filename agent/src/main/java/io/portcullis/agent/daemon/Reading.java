package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.Desired;
import io.portcullis.agent.HeldProof;
import io.portcullis.agent.Practice;
import io.portcullis.agent.Workshop;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.policy.resolve.Finding;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks policy that is enforced through, and warns of what was probably not meant: in a thread of
 * its own, since that takes seconds where there is much policy, and changes must not wait for it.
 * Of policies that come faster than that it looks at the last. What was said of the one before is
 * not said again. When all is said, it practises what callers may ask, in the agent's first pauses.
 */
final class Reading implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** What follows so soon is one change with what was before. */
  private static final Duration QUIET = Duration.ofMillis(100);

  /** But it is not waited for longer than this. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** How often calls are practised: then they are as quick as they get, or nearly. */
  private static final int PRACTICE = 2;

  private final Workshop workshop;
  private final Thread thread = new Thread(this::run, "policy-reading");
  private Optional<Work> next = Optional.empty();
  private Optional<Desired> seen = Optional.empty();
  private long asked;
  private Set<Finding> said = Set.of();
  private int practised;

  private record Work(Desired policy, HeldProof proof) {}

  Reading(Workshop workshop) {
    this.workshop = workshop;
    thread.setDaemon(true);
    thread.start();
  }

  /** Has a policy looked through, some time from now, and all of it proven. */
  @SuppressWarnings("ReferenceEquality") // A repair brings the very same policy again.
  synchronized void read(Desired policy, HeldProof proof) {
    if (seen.isEmpty() || seen.get() != policy) {
      seen = Optional.of(policy);
      next = Optional.of(new Work(policy, proof));
      asked++;
      notifyAll();
    }
  }

  private void run() {
    try {
      while (true) {
        Work work = await();
        tell(work.policy().findings());
        // For whoever asks next, who would wait for it.
        List<Choice> unused = work.policy().layout();
        if (isLast()) {
          prove(work.proof());
        }
        while (practised < PRACTICE && isLast()) {
          practise(work.proof());
        }
      }
    } catch (InterruptedException e) {
      // The daemon ends.
    }
  }

  private void tell(List<Finding> findings) {
    findings.stream()
        .filter(finding -> !said.contains(finding))
        .forEach(finding -> LOG.warn("{}", finding));
    said = new HashSet<>(findings);
  }

  private synchronized boolean isLast() {
    return next.isEmpty();
  }

  /** What was proven change by change is so as a whole, or something is very wrong. */
  private static void prove(HeldProof proof) {
    try {
      long unused = proof.regions();
    } catch (AgentException e) {
      LOG.error("what the kernel was brought to: {}; {}", e.getMessage(), e.hint());
      e.details().forEach(line -> LOG.error("  {}", line));
    }
  }

  private void practise(HeldProof proof) {
    practised++;
    try {
      Practice.once(workshop, proof);
    } catch (AgentException e) {
      // Nobody has asked; whoever does will be told.
    }
  }

  private synchronized Work await() throws InterruptedException {
    while (next.isEmpty()) {
      wait();
    }
    long deadline = System.nanoTime() + LONGEST.toNanos();
    long known = 0;
    while (known != asked && System.nanoTime() - deadline < 0) {
      known = asked;
      long until = System.nanoTime() + QUIET.toNanos();
      for (long left = QUIET.toNanos(); left > 0; left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
    Work taken = next.orElseThrow();
    next = Optional.empty();
    return taken;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
