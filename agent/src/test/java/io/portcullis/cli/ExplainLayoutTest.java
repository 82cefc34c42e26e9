package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainLayoutTest {

  @TempDir private Path dir = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
  }

  private Cli layout(String as) {
    return Cli.run(
        "compile",
        "-f",
        dir.toString(),
        "--node",
        "node1",
        "--link",
        "eth0=192.0.2.11",
        "--explain-layout",
        "-o",
        as);
  }

  @Test
  void saysWhatIsTakenAndWhatIsRejectedWithPrices() {
    Cli cli = layout("nft");

    assertThat(cli.exit()).isZero();
    assertThat(cli.out())
        .contains("endpoint-1-v4\n")
        .contains("stage 1 of 1")
        .containsPattern("taken +\\d+ ns, \\d+ maps, \\d+ elements: port first, then source")
        .containsPattern("rejected +\\d+ ns, \\d+ maps, \\d+ elements: an interval map")
        .doesNotContain("table inet");
  }

  @Test
  void asJson() {
    Cli cli = layout("json");

    assertThat(cli.exit()).isZero();
    assertThat(cli.out()).startsWith("{").contains("\"choices\"").contains("\"nanoseconds\"");
  }
}
