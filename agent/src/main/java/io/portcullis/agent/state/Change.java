package io.portcullis.agent.state;

import io.portcullis.compiler.lint.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A change that somebody asks for.
 *
 * @param by whom, for the history
 * @param what it does, for the history
 * @param expected revision that must be the current one
 * @param trial how long it holds unless confirmed; empty for good
 * @param sessions of whoever asks, if it is to be refused where it cuts one
 * @param endsTrial whether it may be made while a revision waits to be confirmed, and ends that
 * @param size characters of policy that it brings
 * @param edit from what is to what shall be; throws {@link Refusal}
 * @param done the outcome, or a {@link Refusal}
 */
public record Change(
    String by,
    String what,
    OptionalLong expected,
    Optional<Duration> trial,
    List<Session> sessions,
    boolean endsTrial,
    long size,
    UnaryOperator<Revision> edit,
    CompletableFuture<Outcome> done) {

  /** One that is for good, expects nothing, and has no answer yet. */
  public static Change of(String by, String what, long size, UnaryOperator<Revision> edit) {
    return new Change(
        by,
        what,
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        false,
        size,
        edit,
        new CompletableFuture<>());
  }

  /** The same, if {@code revision} is the current one. */
  public Change expecting(OptionalLong revision) {
    return new Change(by, what, revision, trial, sessions, endsTrial, size, edit, done);
  }

  /** The same, to go back unless it is confirmed in time. */
  public Change onTrial(Optional<Duration> time) {
    return new Change(by, what, expected, time, sessions, endsTrial, size, edit, done);
  }

  /** The same, refused if it cuts one of these. */
  public Change sparing(List<Session> ofCaller) {
    return new Change(
        by, what, expected, trial, List.copyOf(ofCaller), endsTrial, size, edit, done);
  }

  /** The same, and it ends a trial. */
  public Change endingTrial() {
    return new Change(by, what, expected, trial, sessions, true, size, edit, done);
  }

  /** Whether it must not share a revision with others. */
  boolean alone() {
    return trial.isPresent() || expected.isPresent();
  }
}
