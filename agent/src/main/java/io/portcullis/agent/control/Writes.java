package io.portcullis.agent.control;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.Change;
import io.portcullis.agent.state.Changes;
import io.portcullis.agent.state.Outcome;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.agent.state.Refusal;
import io.portcullis.agent.state.Refusals;
import io.portcullis.agent.state.Revision;
import io.portcullis.api.v1.ApplyRequest;
import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.ConfirmRequest;
import io.portcullis.api.v1.ConfirmResponse;
import io.portcullis.api.v1.DeleteRequest;
import io.portcullis.api.v1.RollbackRequest;
import io.portcullis.api.v1.Status;
import io.portcullis.compiler.lint.Session;
import io.portcullis.policy.load.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that change policy. Each leaves one line in the audit log, also if it fails. */
final class Writes {

  private static final Logger AUDIT = LoggerFactory.getLogger("portcullis.audit");

  /** A day. */
  private static final int LONGEST_TRIAL_SECONDS = 86_400;

  private final PolicyStore store;
  private final Daemon daemon;
  private final Executor executor;

  /** On a store, whose daemon enforces it; what has to wait goes on in {@code executor}. */
  Writes(PolicyStore store, Daemon daemon, Executor executor) {
    this.store = store;
    this.daemon = daemon;
    this.executor = executor;
  }

  void apply(ApplyRequest request, StreamObserver<ApplyResponse> answer) {
    String source = Messages.source(request.getSource());
    List<SourceText> texts = Messages.texts(source, request.getDocumentsList());
    String what = "apply " + source + ", " + texts.size() + " documents";
    submit(
        Changes.apply(by(), what, source, texts)
            .expecting(expected(request.hasExpectedRevision(), request.getExpectedRevision()))
            .onTrial(trial(request.getConfirmSeconds()))
            .sparing(spared(request.getForce(), request.hasSession(), request.getSession())),
        answer);
  }

  void delete(DeleteRequest request, StreamObserver<ApplyResponse> answer) {
    submit(
        Changes.delete(by(), Messages.source(request.getSource()))
            .expecting(expected(request.hasExpectedRevision(), request.getExpectedRevision()))
            .onTrial(trial(request.getConfirmSeconds()))
            .sparing(spared(request.getForce(), request.hasSession(), request.getSession())),
        answer);
  }

  void rollback(RollbackRequest request, StreamObserver<ApplyResponse> answer) {
    submit(
        Changes.rollback(by(), store, request.getRevision())
            .expecting(expected(request.hasExpectedRevision(), request.getExpectedRevision()))
            .onTrial(trial(request.getConfirmSeconds()))
            .sparing(spared(request.getForce(), request.hasSession(), request.getSession())),
        answer);
  }

  void confirm(ConfirmRequest request, StreamObserver<ConfirmResponse> answer) {
    long revision =
        request.getRevision() != 0
            ? request.getRevision()
            : store.current().trial().map(Revision.Trial::revision).orElse(0L);
    String by = by();
    try {
      long confirmed = store.confirm(revision).number();
      AUDIT.info("{}: confirm: revision {}", by, confirmed);
      answer.onNext(ConfirmResponse.newBuilder().setRevision(confirmed).build());
      answer.onCompleted();
    } catch (Refusal e) {
      AUDIT.warn("{}: confirm: refused: {}", by, e.getMessage());
      throw e;
    }
  }

  void resync(StatusReader statuses, StreamObserver<Status> answer) {
    String by = by();
    CompletableFuture<Void> unused =
        daemon
            .look()
            .whenCompleteAsync(
                (done, ended) -> {
                  if (ended != null) {
                    AUDIT.warn("{}: resync: refused: the agent ends", by);
                    answer.onError(Statuses.of(Refusals.ending()));
                    return;
                  }
                  AUDIT.info("{}: resync", by);
                  answer.onNext(statuses.read());
                  answer.onCompleted();
                },
                executor);
  }

  private static String by() {
    return Caller.KEY.get().name();
  }

  private static OptionalLong expected(boolean has, long revision) {
    return has ? OptionalLong.of(revision) : OptionalLong.empty();
  }

  private static List<Session> spared(
      boolean force, boolean told, io.portcullis.api.v1.Session session) {
    List<Session> sessions = Sessions.of(told, session);
    return force ? List.of() : sessions;
  }

  private static Optional<Duration> trial(int seconds) {
    if (seconds < 0 || seconds > LONGEST_TRIAL_SECONDS) {
      throw Statuses.invalid("confirm_seconds", "from 0 to " + LONGEST_TRIAL_SECONDS);
    }
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private void submit(Change change, StreamObserver<ApplyResponse> answer) {
    // Too late, or no longer wanted: taken back, if it was not accepted yet.
    ((ServerCallStreamObserver<ApplyResponse>) answer)
        .setOnCancelHandler(() -> change.done().cancel(false));
    CompletableFuture<Void> unused =
        store
            .submit(change)
            // Elsewhere: the thread that answers is the one that enforces.
            .thenAcceptAsync(outcome -> done(change, outcome, answer), executor)
            .exceptionallyAsync(error -> failed(change, error, answer), executor);
  }

  private static @Nullable Void failed(
      Change change, Throwable error, StreamObserver<ApplyResponse> answer) {
    Throwable why =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    AUDIT.warn("{}: {}: refused: {}", change.by(), change.what(), why.getMessage());
    answer.onError(Statuses.of(why));
    return null;
  }

  private void done(Change change, Outcome outcome, StreamObserver<ApplyResponse> answer) {
    AUDIT.info("{}: {}: revision {}", change.by(), change.what(), outcome.revision());
    ApplyResponse.Builder response = Messages.applied(outcome);
    change
        .trial()
        .flatMap(time -> store.current().trial())
        .ifPresent(trial -> response.setTrial(Messages.trial(trial)));
    answer.onNext(response.build());
    answer.onCompleted();
  }
}
