package io.portcullis.agent.daemon;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.HeldProof;
import io.portcullis.agent.HostLinks;
import io.portcullis.agent.Programmed;
import io.portcullis.agent.Workshop;
import io.portcullis.agent.state.Draft;
import io.portcullis.agent.state.Enforced;
import io.portcullis.agent.state.Sources;
import io.portcullis.policy.resolve.HostLink;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the kernel. When the bell rings for policy or links, it asks the sources
 * for a draft, reads the links, and brings the kernel to what they say; when it rings for the
 * kernel, it repairs what somebody else changed. What is wrong with policy is told, and the last
 * one that was right goes on to hold, and to be repaired.
 */
final class Reconciler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Writers of several files get this long to finish. */
  private static final Duration SETTLE = Duration.ofMillis(25);

  /** For these, files of policy are read. */
  private static final Set<Bell.Reason> FILES = Set.of(Bell.Reason.LOOK, Bell.Reason.POLICY);

  /** For these, links are. */
  private static final Set<Bell.Reason> HOST = Set.of(Bell.Reason.LOOK, Bell.Reason.LINKS);

  private final Enforcer enforcer;
  private final Bell bell;
  private final Sources sources;
  private final Workshop workshop;
  private final Consumer<Status> tell;

  private final Reading reading;
  private final Slow slow = new Slow();

  /** The last that was right, and is to be held. */
  private Optional<Candidate> right = Optional.empty();

  /** The last that was wrong, so that it is compiled once. */
  private Optional<Inputs> wrong = Optional.empty();

  /** Of what the kernel was brought to last. */
  private Optional<HeldProof> held = Optional.empty();

  private Optional<AgentException> inputProblem = Optional.empty();
  private Optional<String> told = Optional.empty();
  private Optional<List<HostLink>> links = Optional.empty();
  private long revision;
  private Status status = Status.begin();

  Reconciler(
      Enforcer enforcer, Bell bell, Sources sources, Workshop workshop, Consumer<Status> tell) {
    this.enforcer = enforcer;
    this.bell = bell;
    this.sources = sources;
    this.workshop = workshop;
    this.reading = new Reading(workshop);
    this.tell = tell;
  }

  @Override
  public void run() {
    try (enforcer;
        reading;
        slow) {
      Set<Bell.Reason> reasons = Set.of();
      while (true) {
        wake(reasons);
        reasons = bell.await(enforcer.patience());
        boolean stop = reasons.contains(Bell.Reason.STOP);
        if (stop || (reasons.contains(Bell.Reason.POLICY) && bell.stopsWithin(SETTLE))) {
          LOG.info("stopped; the kernel goes on to hold revision {}", status.revision());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bell.close();
    }
  }

  /**
   * Does what it was rung for.
   *
   * @param reasons none if it is only time to look at everything again
   */
  private void wake(Set<Bell.Reason> reasons) {
    if (reasons.isEmpty() || reasons.contains(Bell.Reason.LOOK)) {
      enforcer.look();
    }
    if (reasons.contains(Bell.Reason.KERNEL)) {
      enforcer.hear();
    }
    // What has not rung has not changed; a change that comes from now on rings.
    if (reasons.isEmpty() || !Collections.disjoint(reasons, FILES)) {
      sources.look();
    }
    if (reasons.isEmpty() || !Collections.disjoint(reasons, HOST)) {
      links = Optional.empty();
    }
    // Before policy is read, which may take long: until then the node is as somebody else left it.
    boolean tried = enforcer.damaged() && right.isPresent();
    if (tried) {
      program(right.get());
    }
    if (!reasons.equals(Set.of(Bell.Reason.KERNEL))) {
      while (!settled()) {
        // A draft was refused; the sources have another.
      }
    }
    Optional<String> problem = problem();
    if (right.isEmpty()) {
      problem.ifPresent(why -> tell(status.fails(why)));
    } else if (enforcer.renewed() || (enforcer.damaged() && !tried)) {
      program(right.get());
    } else if (!enforcer.damaged()) {
      status.proof().ifPresent(proof -> holds(status.revision(), status.generation(), proof));
    }
  }

  /** Looks at what sources and links say now; false if there is more to look at. */
  private boolean settled() {
    Optional<Draft> draft = sources.draft();
    if (draft.isEmpty()) {
      return true;
    }
    Optional<Inputs> inputs = Optional.empty();
    try {
      inputs = Optional.of(new Inputs(draft.get().texts(), links()));
      if (inputs.equals(wrong)) {
        return true;
      }
      Optional<Inputs> known = right.map(Candidate::inputs);
      Candidate candidate = known.equals(inputs) ? right.orElseThrow() : compiled(inputs.get());
      Callers.spare(draft.get().sessions(), right, candidate);
      long accepted = sources.accept(draft.get());
      inputProblem = Optional.empty();
      if (accepted != revision || !right.map(candidate::sameInKernel).orElse(false)) {
        revision = accepted;
        enforcer.renew();
      }
      right = Optional.of(candidate);
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

  private List<HostLink> links() {
    List<HostLink> now = links.orElseGet(HostLinks::read);
    links = Optional.of(now);
    return now;
  }

  private Candidate compiled(Inputs inputs) {
    return slow.doing(
        "policy in " + inputs.texts().size() + " texts is read, compiled and proven",
        () -> Candidate.of(inputs, workshop, right));
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
      Programmed programmed =
          slow.doing(
              "the kernel is brought to revision " + revision,
              () -> enforcer.bring(candidate.proven(), revision));
      long millis = Enforcer.millisSince(started);
      holds(revision, programmed.generation(), LastProof.of(candidate.proven()));
      // After the kernel has it: to look large policy through takes seconds.
      HeldProof proof = proof(candidate, programmed);
      reading.read(candidate.desired(), proof);
      sources.enforced(new Enforced(revision, candidate.desired(), programmed, proof, millis));
    } catch (AgentException e) {
      tell(status.fails(String.valueOf(e.getMessage())));
      sources.delayed(e);
    }
  }

  /** That of before, after a repair. */
  @SuppressWarnings("ReferenceEquality") // Equal ones may take long to compare.
  private HeldProof proof(Candidate candidate, Programmed programmed) {
    HeldProof now =
        held.filter(known -> known.held() == programmed.held())
            .orElseGet(() -> HeldProof.of(candidate.proven(), programmed.held()));
    held = Optional.of(now);
    return now;
  }

  private void holds(long number, long generation, LastProof proof) {
    tell(status.holds(number, generation, proof, enforcer.repairs(), enforcer.drift(), told));
  }

  private void tell(Status next) {
    if (!next.equals(status)) {
      status = next;
      tell.accept(next);
    }
  }
}
