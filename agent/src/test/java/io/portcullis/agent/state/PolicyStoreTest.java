package io.portcullis.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.ExitCode;
import io.portcullis.policy.load.SourceText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How changes that wait become revisions, with a reconciler that refuses what says "wrong". */
class PolicyStoreTest {

  @TempDir private Path dir = Path.of("");

  private PolicyStore open() {
    return new PolicyStore(Optional.empty(), Optional.of(dir.resolve("state")));
  }

  private static CompletableFuture<Outcome> apply(PolicyStore store, String source, String text) {
    return store.submit(
        Changes.apply("me", "apply " + source, source, List.of(new SourceText("a", text))));
  }

  /** What the reconciler does with one draft. */
  private static void settle(PolicyStore store) {
    Draft draft = store.draft().orElseThrow();
    if (draft.texts().stream().anyMatch(text -> text.text().equals("wrong"))) {
      boolean unused =
          store.reject(
              draft, new AgentException(ExitCode.POLICY_INVALID, "it is wrong", "mend it"));
    } else {
      long unused = store.accept(draft);
    }
  }

  private static Refusal.Reason reason(CompletableFuture<Outcome> answer) {
    try {
      Outcome unused = answer.join();
      throw new AssertionError("accepted");
    } catch (CompletionException e) {
      return ((Refusal) Objects.requireNonNull(e.getCause())).reason();
    }
  }

  @Test
  void whatWaitsIsOneRevision() {
    try (PolicyStore store = open()) {
      for (int i = 0; i < 100; i++) {
        var unused = apply(store, "s" + i, "right");
      }
      Draft draft = store.draft().orElseThrow();

      assertThat(store.accept(draft)).isEqualTo(1);
      assertThat(store.current().contents().sources()).hasSize(100);
      assertThat(store.history()).hasSize(1);
    }
  }

  @Test
  void whatIsWrongIsFoundByHalvingAndTheRestGoesOn() {
    try (PolicyStore store = open()) {
      List<CompletableFuture<Outcome>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        answers.add(apply(store, "s" + i, i == 37 ? "wrong" : "right"));
      }
      int tried = 0;
      while (!answers.get(37).isDone() || store.current().contents().sources().size() < 63) {
        settle(store);
        tried++;
        assertThat(tried).as("tries").isLessThan(40);
      }
      assertThat(reason(answers.get(37))).isEqualTo(Refusal.Reason.INVALID);
      assertThat(store.current().contents().sources()).doesNotContainKey("s37").hasSize(63);
      assertThat(answers).filteredOn(answer -> answer.isCompletedExceptionally()).hasSize(1);
    }
  }

  @Test
  void whatIsTakenBackIsNotMade() {
    try (PolicyStore store = open()) {
      var unused = apply(store, "stays", "right");
      assertThat(apply(store, "goes", "right").cancel(false)).isTrue();
      long number = store.accept(store.draft().orElseThrow());

      assertThat(number).isEqualTo(1);
      assertThat(store.current().contents().sources()).containsOnlyKeys("stays");
    }
  }

  @Test
  void moreThanMayWaitIsRefusedAtOnceAndRoomIsMadeByTakingBack() {
    try (PolicyStore store = open()) {
      List<CompletableFuture<Outcome>> taken = new ArrayList<>();
      for (int i = 0; i < Waiting.MOST; i++) {
        taken.add(apply(store, "s" + i, "right"));
      }
      assertThat(reason(apply(store, "more", "right"))).isEqualTo(Refusal.Reason.BUSY);
      assertThat(taken).noneMatch(CompletableFuture::isDone);
      assertThat(taken.get(5).cancel(false)).isTrue();
      assertThat(apply(store, "more", "right")).isNotDone();
    }
  }

  @Test
  void moreTextThanMayWaitIsRefusedButOneLargeChangeIsTaken() {
    try (PolicyStore store = open()) {
      String large = "x".repeat((int) (Waiting.MOST_SIZE / 2) + 1);
      assertThat(apply(store, "a", large + large)).isNotDone();
      assertThat(reason(apply(store, "b", large))).isEqualTo(Refusal.Reason.BUSY);
    }
  }

  @Test
  void historyRollbackAndTrialsAreThereAfterARestart() {
    try (PolicyStore store = open()) {
      for (int i = 1; i <= 60; i++) {
        var unused = apply(store, "s", "text " + i);
        settle(store);
      }
      assertThat(store.history()).hasSize(PolicyStore.HISTORY);
    }
    try (PolicyStore store = open()) {
      assertThat(store.history()).hasSize(PolicyStore.HISTORY);
      assertThat(store.current().number()).isEqualTo(60);
      var unused = store.submit(Changes.rollback("me", store, 20));
      settle(store);
      assertThat(store.current().contents().texts())
          .extracting(SourceText::text)
          .containsExactly("text 20");
      assertThat(reason(store.submit(Changes.rollback("me", store, 3)), store))
          .isEqualTo(Refusal.Reason.NOT_FOUND);
      unused =
          store.submit(
              Changes.apply("me", "try", "s", List.of(new SourceText("a", "on trial")))
                  .onTrial(Optional.of(Duration.ofHours(1))));
      settle(store);
    }
    try (PolicyStore store = open()) {
      assertThat(store.current().trial()).isPresent();
      assertThat(store.confirm(62).trial()).isEmpty();
      assertThatThrownBy(() -> store.confirm(62)).isInstanceOf(Refusal.class);
    }
    try (PolicyStore store = open()) {
      assertThat(store.current().trial()).isEmpty();
      assertThat(store.current().number()).isEqualTo(62);
      assertThat(store.current().contents().texts())
          .extracting(SourceText::text)
          .containsExactly("on trial");
    }
  }

  private static Refusal.Reason reason(CompletableFuture<Outcome> answer, PolicyStore store) {
    assertThat(store.draft()).isPresent();
    return reason(answer);
  }
}
