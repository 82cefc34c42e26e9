package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agent --check-config}, which needs no right and changes nothing. */
class CheckConfigTest {

  @TempDir private Path dir = Path.of("");

  private Cli check(String text) throws IOException {
    Path file = Files.writeString(dir.resolve("config.yaml"), text);
    return Cli.run("agent", "--check-config", "--config", file.toString());
  }

  @Test
  void whatIsRightIsSaid() throws IOException {
    Cli cli = check("nodeName: node7\npolicyDir: /etc/p\n");

    assertThat(cli.err()).isEmpty();
    assertThat(cli.out()).isEqualTo("the configuration is right; node node7, policy in /etc/p\n");
    assertThat(cli.exit()).isZero();
  }

  @Test
  void whatIsRightIsSaidToPrograms() throws IOException {
    Path file = Files.writeString(dir.resolve("config.yaml"), "nodeName: node7\n");
    String[] args = {"agent", "--check-config", "--config", file.toString(), "-o", ""};
    args[5] = "json";
    assertThat(JSON.std.mapFrom(Cli.run(args).out()))
        .isEqualTo(Map.of("right", true, "node", "node7"));
    args[5] = "yaml";
    assertThat(Cli.run(args).out()).isEqualTo("---\nright: true\nnode: node7\n");
  }

  @Test
  void allThatIsWrongIsSaidWithItsPlace() throws IOException {
    Cli cli = check("nodeNam: node7\ncounters: perhaps\n");

    assertThat(cli.exit()).isEqualTo(5);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .contains("config.yaml:1:1: ", "did you mean nodeName", "config.yaml:2:11: ");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    Cli cli = Cli.run("agent", "--check-config", "--config", dir.resolve("none").toString());

    assertThat(cli.exit()).isEqualTo(4);
    assertThat(cli.err()).contains("none").doesNotContain("Exception");
  }
}
