package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

  @TempDir private Path dir = Path.of("");

  @Test
  void aFile() throws IOException {
    Path file = Files.writeString(dir.resolve("c.yaml"), "counters: off\n");
    assertThat(ConfigurationReader.read(file).dataplane().counters()).isFalse();
  }

  @Test
  void itsNameIsInWhatIsSaidOfIt() throws IOException {
    Path file = Files.writeString(dir.resolve("c.yaml"), "counters: 1\n");
    refused(
        file,
        ExitCode.CONFIG_INVALID,
        file + ":1:11: counters: \"1\" is not known here",
        "on or off");
  }

  @Test
  void notThere() {
    Path file = dir.resolve("c.yaml");
    refused(
        file, ExitCode.SOURCE_MISSING, file + ": no such configuration file", "leave --config out");
  }

  @Test
  void aDirectory() {
    refused(
        dir,
        ExitCode.SOURCE_MISSING,
        dir + ": cannot be read: Is a directory",
        "that it is a file");
  }

  @Test
  void notUtf8() throws IOException {
    Path file = dir.resolve("c.yaml");
    Files.write(file, "nodeName: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    refused(file, ExitCode.CONFIG_INVALID, file + ": not UTF-8 text", "save the file as UTF-8");
  }

  @Test
  void tooLarge() throws IOException {
    Path file = dir.resolve("c.yaml");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(ConfigurationReader.MAX_BYTES + 1L);
    }
    refused(file, ExitCode.CONFIG_INVALID, file + ": too large", "at most 1 MiB");
  }

  private static void refused(Path file, ExitCode code, String message, String hint) {
    AgentException e =
        catchThrowableOfType(AgentException.class, () -> ConfigurationReader.read(file));
    assertThat(e).hasMessage(message);
    assertThat(e.hint()).contains(hint);
    assertThat(e.exitCode()).isEqualTo(code);
  }
}
