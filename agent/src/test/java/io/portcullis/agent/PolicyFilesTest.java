package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFilesTest {

  @TempDir private Path dir = Path.of("");

  @Test
  void filesOfADirectoryInTheByteOrderOfTheirNames() throws IOException {
    for (String name : List.of("b.yml", "a.yaml", "10.json", "9.yaml", "Z.yaml")) {
      write(name, name);
    }
    assertThat(PolicyFiles.read(List.of(dir)))
        .extracting(SourceText::text)
        .containsExactly("10.json", "9.yaml", "Z.yaml", "a.yaml", "b.yml");
  }

  @Test
  void otherFilesHiddenFilesAndDirectoriesAreLeftAlone() throws IOException {
    write("a.yaml", "1");
    write(".b.yaml", "2");
    write("c.yaml~", "3");
    write("README.md", "4");
    Files.createDirectory(dir.resolve("d.yaml"));
    write("d.yaml/e.yaml", "5");
    assertThat(PolicyFiles.read(List.of(dir)))
        .containsExactly(new SourceText(dir + "/a.yaml", "1"));
  }

  @Test
  void pathsAreReadInTheOrderGivenAndAFileWhateverItsName() throws IOException {
    write("a.yaml", "1");
    Path named = write("policy.txt", "2");
    assertThat(PolicyFiles.read(List.of(named, dir)))
        .extracting(SourceText::text)
        .containsExactly("2", "1");
  }

  /** As the kubelet mounts one: names are links through ..data to a dated directory. */
  @Test
  void aMountedConfigMapIsReadOnce() throws IOException {
    Files.createDirectory(dir.resolve("..2026_11_24_01"));
    write("..2026_11_24_01/policy.yaml", "new");
    Files.createSymbolicLink(dir.resolve("..data"), Path.of("..2026_11_24_01"));
    Files.createSymbolicLink(dir.resolve("policy.yaml"), Path.of("..data/policy.yaml"));
    assertThat(PolicyFiles.read(List.of(dir)))
        .containsExactly(new SourceText(dir + "/policy.yaml", "new"));
  }

  @Test
  void whatIsNotThere() {
    Path missing = dir.resolve("none");
    refused(missing, ExitCode.SOURCE_MISSING, missing + ": no such file or directory");
  }

  @Test
  void aLinkThatLeadsNowhereIsNotPassedOver() throws IOException {
    write("a.yaml", "1");
    Path link = Files.createSymbolicLink(dir.resolve("b.yaml"), Path.of("gone"));
    refused(dir, ExitCode.SOURCE_MISSING, link + ": cannot be read: the link leads nowhere");
  }

  @Test
  void aPipeInADirectoryIsNotWaitedFor() throws Exception {
    Path pipe = dir.resolve("p.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    refused(dir, ExitCode.SOURCE_MISSING, pipe + ": not a file");
  }

  @Test
  void notUtf8() throws IOException {
    Path file = dir.resolve("a.yaml");
    Files.write(file, "kind: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    refused(dir, ExitCode.POLICY_NOT_YAML, file + ": not YAML: not UTF-8 text");
  }

  @Test
  void tooLargeAFile() throws IOException {
    Path file = sparse("a.yaml", PolicyFiles.MAX_FILE_BYTES + 1L);
    refused(dir, ExitCode.POLICY_INVALID, file + ": too large");
  }

  @Test
  void asLargeAsAFileMayBe() throws IOException {
    sparse("a.yaml", PolicyFiles.MAX_FILE_BYTES);
    assertThat(PolicyFiles.read(List.of(dir)))
        .extracting(source -> source.text().length())
        .containsExactly(PolicyFiles.MAX_FILE_BYTES);
  }

  @Test
  void tooManyFiles() throws IOException {
    List<Path> files =
        java.util.Collections.nCopies(PolicyFiles.MAX_FILES + 1, write("a.yaml", ""));
    AgentException e = catchThrowableOfType(AgentException.class, () -> PolicyFiles.read(files));
    assertThat(e).hasMessage("20001 policy files: too large");
    assertThat(e.hint()).isEqualTo("at most 20000 are read");
  }

  private void refused(Path path, ExitCode code, String message) {
    AgentException e =
        catchThrowableOfType(AgentException.class, () -> PolicyFiles.read(List.of(path)));
    assertThat(e).hasMessage(message);
    assertThat(e.exitCode()).isEqualTo(code);
    assertThat(e.hint()).isNotBlank();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private Path sparse(String name, long bytes) throws IOException {
    Path file = dir.resolve(name);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(bytes);
    }
    return file;
  }
}
