package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Changes that are tried together.
 *
 * @param number of its draft
 * @param base what they start from
 * @param result what comes of them; its number and time do not count
 * @param asked by the API
 * @param withDirectory whether the directory changed
 * @param reverts whether a trial is over
 */
record Attempt(
    long number,
    Revision base,
    Revision result,
    List<Change> asked,
    boolean withDirectory,
    boolean reverts) {

  static Attempt on(Revision base) {
    return new Attempt(0, base, base, List.of(), false, false);
  }

  Attempt numbered(long draft) {
    return new Attempt(draft, base, result, asked, withDirectory, reverts);
  }

  Attempt withDirectory(List<SourceText> texts) {
    Revision next =
        new Revision(
            0,
            0,
            Contents.DIRECTORY,
            "files changed",
            result.contents().withDirectory(texts),
            Optional.empty(),
            result.trial());
    return new Attempt(number, base, next, asked, true, reverts);
  }

  Attempt withRevert(LongFunction<Optional<Revision>> history) {
    long before = base.trial().orElseThrow().before();
    Contents old = history.apply(before).map(Revision::contents).orElse(Contents.NONE);
    Revision next =
        new Revision(
            0,
            0,
            "portcullis",
            "revision " + base.trial().orElseThrow().revision() + " was not confirmed",
            result.contents().withSources(old.sources()),
            result.withdrawn(),
            Optional.empty());
    return new Attempt(number, base, next, asked, withDirectory, true);
  }

  /**
   * Adds one.
   *
   * @throws Refusal if it cannot be made as things stand
   */
  Attempt with(Change change) {
    if (change.expected().isPresent() && change.expected().getAsLong() != base.number()) {
      throw Refusals.stale(change.expected().getAsLong(), base.number());
    }
    if (result.trial().isPresent() && !change.endsTrial()) {
      throw Refusals.unconfirmed(result.trial().get().revision());
    }
    Revision edited = change.edit().apply(result);
    List<Change> all = new ArrayList<>(asked);
    all.add(change);
    boolean first = asked.isEmpty() && !withDirectory;
    Revision next =
        new Revision(
            0,
            0,
            first || result.by().equals(change.by())
                ? change.by()
                : result.by() + ", " + change.by(),
            first ? change.what() : described(result.what(), all.size(), change.what()),
            edited.contents(),
            edited.withdrawn(),
            Optional.empty());
    return new Attempt(number, base, next, List.copyOf(all), withDirectory, reverts);
  }

  private static String described(String before, int count, String what) {
    return count > 4 ? "several changes" : before + "; " + what;
  }

  /** Whether it has to stay the only change of its revision. */
  boolean alone() {
    return asked.stream().anyMatch(Change::alone) || reverts;
  }

  boolean changes() {
    return count() > 0;
  }

  int count() {
    return asked.size() + (withDirectory ? 1 : 0) + (reverts ? 1 : 0);
  }

  boolean sameAs(Attempt other) {
    return asked.equals(other.asked)
        && withDirectory == other.withDirectory
        && reverts == other.reverts
        && base.number() == other.base.number()
        && result.contents().equals(other.result.contents());
  }

  Draft draft() {
    return new Draft(
        number,
        result.contents().texts(),
        asked.stream().flatMap(change -> change.sessions().stream()).toList());
  }

  /** Whether it makes a new revision. */
  boolean isNew() {
    return base.number() == 0
        || !result.contents().equals(base.contents())
        || !result.withdrawn().equals(base.withdrawn())
        || reverts
        || asked.stream().anyMatch(change -> change.trial().isPresent());
  }

  /** The revision that comes of it. */
  Revision revision(long revisionNumber, long now) {
    Optional<Revision.Trial> begun =
        asked.stream()
            .flatMap(change -> change.trial().stream())
            .findFirst()
            .map(
                time ->
                    new Revision.Trial(
                        now + time.toMillis(), time.toMillis(), base.number(), revisionNumber));
    return new Revision(
        revisionNumber,
        now,
        result.by(),
        result.what(),
        result.contents(),
        result.withdrawn(),
        begun.or(result::trial));
  }

  /** What is answered when the kernel holds it. */
  static Outcome outcome(Enforced enforced, boolean changed) {
    return new Outcome(
        enforced.revision(),
        changed,
        enforced.programmed().operations(),
        enforced.programmed().generation(),
        enforced.millis());
  }
}
