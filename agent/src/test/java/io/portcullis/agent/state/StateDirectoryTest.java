package io.portcullis.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.agent.AgentException;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions on disk, whole and not. */
class StateDirectoryTest {

  @TempDir private Path dir = Path.of("");

  private static Revision revision(long number, String text) {
    return new Revision(
        number,
        1000 + number,
        "uid 0 (pid 1)",
        "apply a b, ü %",
        Contents.NONE
            .withDirectory(List.of(new SourceText("/etc/p q.yaml", "kind: x\n")))
            .with("team-a", List.of(new SourceText("team-a:one", text))),
        Optional.of("abc"),
        Optional.of(new Revision.Trial(5, 6, 7, number)));
  }

  private void save(long... numbers) throws IOException {
    StateDirectory state = new StateDirectory(dir, 3);
    List<Revision> history = new ArrayList<>(state.load());
    for (long number : numbers) {
      Revision next = revision(number, "text " + number);
      state.save(next, history);
      history.add(next);
    }
  }

  private List<Revision> load() {
    return new StateDirectory(dir, 3).load();
  }

  private Path text(long number) {
    return dir.resolve("texts").resolve(Manifest.digest("text " + number));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    save(1, 2);

    assertThat(load()).containsExactly(revision(1, "text 1"), revision(2, "text 2"));
  }

  @Test
  void aRevisionThatWasChangedOrCutOffIsSetAsideAndTheOneBeforeCounts() throws IOException {
    save(1, 2, 3);
    Path newest = dir.resolve("revisions/3");
    String whole = Files.readString(newest);
    for (String bad :
        List.of("", whole.substring(0, whole.length() - 9), whole.replace("pid+1", "pid+2"))) {
      Files.writeString(newest, bad);

      StateDirectory state = new StateDirectory(dir, 3);

      assertThat(state.load()).extracting(Revision::number).containsExactly(1L, 2L);
      assertThat(state.highest()).isEqualTo(3);
      StateDirectory later = new StateDirectory(dir, 3);
      assertThat(later.load()).hasSize(2);
      assertThat(later.highest()).isEqualTo(3);
      assertThat(dir.resolve("revisions/3.corrupt")).hasContent(bad);
    }
  }

  @Test
  void aTextThatIsNotWhatWasWrittenSpoilsItsRevision() throws IOException {
    save(1, 2, 3);
    Files.writeString(text(3), "text 2");
    Files.delete(text(1));

    assertThat(load()).extracting(Revision::number).containsExactly(2L);
  }

  @Test
  void whatAKilledAgentLeftHalfWrittenIsNothing() throws IOException {
    save(1);
    Files.writeString(dir.resolve("revisions/2.new"), "portcullis-state 1\n");

    assertThat(load()).extracting(Revision::number).containsExactly(1L);
  }

  @Test
  void forgetsOldRevisionsAndTheirTexts() throws IOException {
    save(1, 2, 3, 4, 5);

    assertThat(load()).extracting(Revision::number).containsExactly(3L, 4L, 5L);
    try (Stream<Path> texts = Files.list(dir.resolve("texts"))) {
      assertThat(texts).hasSize(4).contains(text(3)).doesNotContain(text(2));
    }
  }

  @Test
  void aDirectoryThatCannotBeIsAnErrorAtOnce() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");

    assertThatThrownBy(() -> new StateDirectory(file.resolve("state"), 3))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("the state directory cannot be used");
  }
}
