package io.portcullis.agent.state;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.policy.load.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sources merged: the policy directory and what the control API was given, the latter on disk.
 *
 * <p>Changes queue up and are tried together; if that is refused, half of them, so that each gets
 * its own reasons. A change is kept before the kernel sees it, and answered once the kernel holds
 * it. Any thread may ask for changes; the reconciler's decides.
 */
public final class PolicyStore implements Sources, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("portcullis");

  /** Revisions that are kept. */
  public static final int HISTORY = 50;

  private final History history;
  private final Waiting waiting = new Waiting();
  private final Answers answers = new Answers();
  private final DirectoryReader directory;
  private final TrialClock clock;
  private final Map<Object, Runnable> watchers = new ConcurrentHashMap<>();
  private Optional<Attempt> attempt = Optional.empty();
  private Optional<Draft> settled = Optional.empty();
  private Optional<Enforced> enforced = Optional.empty();
  private Optional<AgentException> revertProblem = Optional.empty();
  private Optional<AgentException> diskProblem = Optional.empty();
  private Optional<Refusal> notKept = Optional.empty();
  private long drafts;
  private final Coalescing together = new Coalescing();
  private volatile Runnable bell = () -> {};

  /**
   * Takes up what is on disk.
   *
   * @param directory of policy that is a source too
   * @param state where changes are kept; empty to keep none, for a daemon without the control API
   * @throws AgentException if the state directory cannot be used
   */
  public PolicyStore(Optional<Path> directory, Optional<Path> state) {
    this.directory = new DirectoryReader(directory);
    this.history = new History(state, HISTORY);
    this.clock = new TrialClock(() -> bell.run());
    settle(history.current().contents().texts());
  }

  /** What is enforced from now on, unless something changes. */
  private void settle(List<SourceText> texts) {
    Revision revision = history.current();
    settled =
        revision.number() == 0
            ? Optional.empty()
            : Optional.of(new Draft(++drafts, texts, List.of()));
    clock.set(revision.trial());
  }

  // ---------------------------------------------------------------- for those who ask for changes

  /**
   * Asks for a change.
   *
   * @return its answer; cancelling it takes the change back, if it was not accepted yet
   */
  public CompletableFuture<Outcome> submit(Change change) {
    try {
      waiting.add(change);
      bell.run();
    } catch (Refusal e) {
      change.done().completeExceptionally(e);
    }
    return change.done();
  }

  /**
   * Keeps a revision that is on trial.
   *
   * @throws Refusal if it is not
   */
  public synchronized Revision confirm(long revision) {
    Revision current = history.current();
    if (current.trial().filter(trial -> trial.revision() == revision).isEmpty()) {
      throw Refusals.nothingToConfirm(revision, current);
    }
    Revision confirmed = current.confirmed();
    keep(confirmed);
    clock.set(Optional.empty());
    told();
    return confirmed;
  }

  /** What was accepted last. */
  public synchronized Revision current() {
    return history.current();
  }

  /** What the kernel was last seen to hold; empty before the first. */
  public synchronized Optional<Enforced> held() {
    return enforced;
  }

  /** Accepted revisions, oldest first. */
  public synchronized List<Revision> history() {
    return history.all();
  }

  /** One of {@link #history}. */
  public synchronized Optional<Revision> revision(long number) {
    return history.revision(number);
  }

  /**
   * What a rollback leads to.
   *
   * @param number 0 for the one before the current one
   * @throws Refusal if it is not kept
   */
  synchronized Revision before(long number) {
    return history.before(number);
  }

  /** Digest of the policy directory as it was last read, for a change that sets it aside. */
  synchronized String directoryDigest() {
    return directory.digest();
  }

  /** What is wrong with the state directory; empty if nothing is. */
  public synchronized Optional<AgentException> diskProblem() {
    return diskProblem;
  }

  /**
   * Has {@code watcher} run whenever something here has changed, in any thread and with a lock
   * held: it must only wake somebody else.
   *
   * @param key to end it with
   */
  public void watch(Runnable watcher, Object key) {
    watchers.put(key, watcher);
  }

  /** Ends a watch. */
  public void unwatch(Object key) {
    watchers.remove(key);
  }

  private void told() {
    watchers.values().forEach(Runnable::run);
  }

  // ---------------------------------------------------------------- for the reconciler

  @Override
  public void whenChanged(Runnable ring) {
    bell = ring;
  }

  @Override
  public synchronized void look() {
    directory.look();
  }

  @Override
  public synchronized Optional<Draft> draft() {
    Revision current = history.current();
    Optional<List<SourceText>> files = directory.read(current.withdrawn());
    boolean moved = files.isPresent() && !files.get().equals(current.contents().directory());
    Attempt next = Attempt.on(current);
    if (moved || (files.isPresent() && current.number() == 0 && directory.exists())) {
      next = next.withDirectory(files.get());
    }
    if (clock.isOver() && revertProblem.isEmpty() && !(together.most() == 1 && next.changes())) {
      next = next.withRevert(this::revision);
    }
    for (Change change : waiting.all()) {
      if (next.changes() && (next.count() >= together.most() || change.alone() || next.alone())) {
        break;
      }
      try {
        next = next.with(change);
      } catch (Refusal e) {
        waiting.remove(List.of(change));
        change.done().completeExceptionally(e);
      }
    }
    if (!next.changes()) {
      together.idle();
      attempt = Optional.empty();
      return settled;
    }
    if (attempt.isEmpty() || !attempt.get().sameAs(next)) {
      attempt = Optional.of(next.numbered(++drafts));
      together.began(System.nanoTime());
    }
    return attempt.map(Attempt::draft);
  }

  @Override
  public synchronized long accept(Draft draft) {
    if (attempt.isEmpty() || attempt.get().number() != draft.number()) {
      return history.current().number();
    }
    Attempt made = attempt.get();
    if (made.isNew()) {
      Revision next = made.revision(history.next(), System.currentTimeMillis());
      keep(next, made.asked().isEmpty());
      settle(draft.texts());
    }
    long number = history.current().number();
    revertProblem = Optional.empty();
    waiting.remove(made.asked());
    Optional<Enforced> held = enforced.filter(of -> of.revision() == number);
    if (made.isNew() || held.isEmpty()) {
      answers.add(made.asked(), made.isNew());
    } else {
      // Nothing is to be sent for it, so that nobody would say that it is enforced.
      made.asked().forEach(change -> change.done().complete(Attempt.outcome(held.get(), false)));
    }
    attempt = Optional.empty();
    together.accepted(System.nanoTime());
    directory.retry();
    if (!waiting.isEmpty() || directory.problem().isPresent()) {
      bell.run();
    }
    told();
    return number;
  }

  /** The directory is kept by its files: it is enforced also if the history cannot have it. */
  private void keep(Revision revision, boolean nobodyAsked) {
    try {
      keep(revision);
    } catch (Refusal e) {
      diskProblem = Optional.of(e.why());
      if (!nobodyAsked) {
        notKept = Optional.of(e);
        throw e.why();
      }
      LOG.error("{}; {}", e.getMessage(), e.why().hint());
      history.take(revision);
    }
  }

  private void keep(Revision revision) {
    history.write(revision);
    history.take(revision);
    diskProblem = Optional.empty();
  }

  @Override
  public synchronized boolean reject(Draft draft, AgentException why) {
    if (attempt.isEmpty() || attempt.get().number() != draft.number()) {
      return false;
    }
    Attempt made = attempt.get();
    attempt = Optional.empty();
    if (made.count() > 1) {
      // Half of them, and so on: whichever is wrong is found soon, and the others go on.
      together.refused(made.count());
      return true;
    }
    if (made.withDirectory()) {
      directory.refuse(why);
    }
    if (made.reverts()) {
      revertProblem = Optional.of(why);
    }
    waiting.remove(made.asked());
    Refusal refusal = notKept.filter(e -> e.why() == why).orElseGet(() -> Refusals.invalid(why));
    made.asked().forEach(change -> change.done().completeExceptionally(refusal));
    told();
    return true;
  }

  @Override
  public void enforced(Enforced now) {
    synchronized (this) {
      enforced = Optional.of(now);
    }
    answers.give(answer -> answer.change().done().complete(Attempt.outcome(now, answer.changed())));
    told();
  }

  @Override
  public void delayed(AgentException why) {
    Refusal refusal = Refusals.notTaken(current().number(), why);
    answers.give(answer -> answer.change().done().completeExceptionally(refusal));
    told();
  }

  @Override
  public synchronized Optional<AgentException> problem() {
    return directory
        .problem()
        .or(() -> revertProblem)
        .or(
            () ->
                history.current().number() == 0
                    ? Optional.of(
                        new AgentException(
                            ExitCode.SOURCE_MISSING, "there is no policy yet", "apply some"))
                    : Optional.empty());
  }

  @Override
  public void close() {
    waiting.close().forEach(change -> change.done().completeExceptionally(Refusals.ending()));
    answers.give(answer -> answer.change().done().completeExceptionally(Refusals.ending()));
    clock.close();
    synchronized (this) {
      history.close();
    }
  }
}
