package io.portcullis.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.agent.AgentException;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions on disk, whole and not. */
class StateDirectoryTest {

  private static final int KEPT = 3;

  @TempDir private Path dir = Path.of("");

  private static Revision revision(long number, String text) {
    return new Revision(
        number,
        1000 + number,
        "uid 0 (pid 1)",
        "apply a b, ü %",
        Contents.NONE
            .withDirectory(List.of(new SourceText("/etc/p q.yaml", "kind: x\n")))
            .with(
                "always", List.of(new SourceText("always:one", "the same, ü\r\nportcullis-record")))
            .with("team-" + number % 2, List.of(new SourceText("team:one", text))),
        Optional.of("abc"),
        number % 2 == 0
            ? Optional.of(new Revision.Trial(5, 6, number - 1, number))
            : Optional.empty());
  }

  private static Revision revision(long number) {
    return revision(number, "text " + number);
  }

  private static List<Revision> revisions(long from, long to) {
    List<Revision> out = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      out.add(revision(number));
    }
    return out;
  }

  private void save(Revision... some) throws IOException {
    try (StateDirectory state = new StateDirectory(dir, KEPT)) {
      List<Revision> history = new ArrayList<>(state.loaded());
      for (Revision next : some) {
        state.save(next, history.isEmpty() ? 0 : history.get(0).number());
        history.add(next);
        if (history.size() > KEPT) {
          Revision unused = history.remove(0);
        }
      }
    }
  }

  private void save(long from, long to) throws IOException {
    save(revisions(from, to).toArray(Revision[]::new));
  }

  private List<Revision> load() {
    try (StateDirectory state = new StateDirectory(dir, KEPT)) {
      return state.loaded();
    }
  }

  private ThrowingCallable loading() {
    return this::load;
  }

  private Path log() {
    return dir.resolve("log/0");
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    assertThat(load()).isEmpty();
    save(1, 2);
    assertThat(load()).isEqualTo(revisions(1, 2));
    save(3, 5);
    assertThat(load()).isEqualTo(revisions(3, 5));
  }

  @Test
  void aRevisionOfTheSameNumberTakesThePlaceOfTheLast() throws IOException {
    save(1, 2);
    save(revision(2).confirmed());

    assertThat(load()).containsExactly(revision(1), revision(2).confirmed());
  }

  @Test
  void whatGoesIsGone() throws IOException {
    Revision none = revision(2).with(Contents.NONE);
    save(revision(1), none);

    assertThat(load()).containsExactly(revision(1), none);
  }

  /** What a power cut, a kill or a full disk leaves. */
  @Test
  void theEndOfAWriteThatWasCutOffIsDroppedWhereverItWasCut() throws IOException {
    save(1, 1);
    int one = (int) Files.size(log());
    save(2, 2);
    byte[] whole = Files.readAllBytes(log());
    for (int length = one; length < whole.length; length++) {
      Files.write(log(), Arrays.copyOf(whole, length));

      assertThat(load()).as("%d of %d bytes", length, whole.length).isEqualTo(revisions(1, 1));
    }
    // Blocks that were given to a file, but never written.
    Files.write(log(), Arrays.copyOf(Arrays.copyOf(whole, one), whole.length));
    assertThat(load()).isEqualTo(revisions(1, 1));

    save(2, 3);
    assertThat(load()).isEqualTo(revisions(1, 3));
  }

  @Test
  void aBrokenMiddleIsRefusedWithItsPlaceAndAWayOut() throws IOException {
    save(1, 1);
    int one = (int) Files.size(log());
    save(2, 2);
    int two = (int) Files.size(log());
    save(3, 3);
    byte[] whole = Files.readAllBytes(log());
    for (int at = one; at < two; at += 7) {
      byte[] broken = whole.clone();
      broken[at] ^= 4;
      Files.write(log(), broken);

      assertThatThrownBy(loading())
          .as("byte %d", at)
          .isInstanceOf(AgentException.class)
          .hasMessageContaining(log() + ": broken at byte " + one)
          .hasMessageContaining("up to there is revision 1")
          .extracting(e -> ((AgentException) e).hint())
          .asString()
          .contains("truncate -s " + one + " " + log());
      assertThat(log()).hasBinaryContent(broken);
    }
    // The way out.
    Files.write(log(), Arrays.copyOf(whole, one));
    assertThat(load()).isEqualTo(revisions(1, 1));
  }

  @Test
  void aMissingPieceIsRefused() throws IOException {
    save(1, 1);
    int one = (int) Files.size(log());
    save(2, 3);
    byte[] whole = Files.readAllBytes(log());
    Files.write(log(), Arrays.copyOfRange(whole, one, whole.length));

    assertThatThrownBy(loading()).hasMessageContaining("revision 2 follows on 1");
  }

  /** Large enough that all is written anew again and again. */
  private void saveMuch(int from, int to) throws IOException {
    for (int i = from; i <= to; i++) {
      save(large(i));
    }
  }

  private static Revision large(int number) {
    return revision(number, Character.toString('a' + number % 26).repeat(1_500_000));
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void theDirectoryDoesNotGrowWithoutEnd() throws IOException {
    saveMuch(1, 40);
    long some = bytes();
    saveMuch(41, 60);

    assertThat(load()).containsExactly(large(58), large(59), large(60));
    assertThat(bytes()).isLessThan(2 * some).isLessThan(50_000_000);
    assertThat(dir.resolve("log/0")).doesNotExist();
  }

  @Test
  void aBrokenWholeRevisionIsSetAsideWhileTheLogIsThere() throws IOException {
    saveMuch(1, 4);
    Path whole = dir.resolve("whole").resolve(first("whole"));
    byte[] bytes = Files.readAllBytes(whole);
    bytes[bytes.length / 2] ^= 1;
    Files.write(whole, bytes);

    assertThat(load()).containsExactly(large(2), large(3), large(4));
    assertThat(whole.resolveSibling(whole.getFileName() + ".corrupt")).exists();
  }

  @Test
  void aBrokenWholeRevisionThatIsNeededIsRefused() throws IOException {
    saveMuch(1, 60);
    try (Stream<Path> files = Files.list(dir.resolve("whole"))) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    assertThatThrownBy(loading())
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("is not in " + dir.resolve("whole"));
  }

  private String first(String directory) throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).sorted().findFirst().orElseThrow();
    }
  }

  @Test
  void aSecondAgentIsRefused() {
    try (StateDirectory first = new StateDirectory(dir, KEPT)) {
      assertThat(first.loaded()).isEmpty();
      assertThatThrownBy(loading()).hasMessageContaining("another agent uses this state directory");
    }
    assertThat(load()).isEmpty();
  }

  @Test
  void whatAnOlderVersionKeptIsTakenOverAndGoesOn() throws IOException {
    OldFiles.write(dir, revisions(4, 6));
    assertThat(load()).isEqualTo(revisions(4, 6));
    assertThat(dir.resolve("revisions/6")).doesNotExist();
    assertThat(dir.resolve("texts")).isEmptyDirectory();

    save(7, 7);
    assertThat(load()).isEqualTo(revisions(5, 7));
  }

  @Test
  void whatAnOlderVersionKeptIsSetAsideWhereItIsBroken() throws IOException {
    OldFiles.write(dir, revisions(1, 3));
    Path newest = dir.resolve("revisions/3");
    String whole = Files.readString(newest);
    Files.writeString(newest, whole.replace("pid+1", "pid+2"));
    Files.delete(dir.resolve("texts").resolve(Manifest.digest("text 1")));

    try (StateDirectory state = new StateDirectory(dir, KEPT)) {
      assertThat(state.loaded()).isEqualTo(revisions(2, 2));
      assertThat(state.highest()).isEqualTo(3);
    }
    assertThat(dir.resolve("revisions/3.corrupt")).exists();
    try (StateDirectory state = new StateDirectory(dir, KEPT)) {
      assertThat(state.highest()).isEqualTo(3);
    }
  }

  /** Killed after the log, and before the whole revision that makes it count. */
  @Test
  void takingOverIsBegunAgainIfItWasCutOff() throws IOException {
    OldFiles.write(dir, revisions(4, 6));
    Files.createDirectories(dir.resolve("log"));
    Files.write(dir.resolve("log/4"), new byte[] {1, 2, 3});
    Files.write(dir.resolve("log/4.new"), new byte[] {1, 2, 3});

    assertThat(load()).isEqualTo(revisions(4, 6));
  }

  @Test
  void aDirectoryThatCannotBeIsAnErrorAtOnce() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");

    assertThatThrownBy(() -> new StateDirectory(file.resolve("state"), KEPT).close())
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("the state directory cannot be used");
  }
}
