package io.portcullis.integration.faults;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.integration.update.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy that is too large for the heap. */
@Timeout(300)
class OutOfMemoryKernelTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void theAgentDiesTheKernelGoesOnAndARestartRecovers() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory, "-Xmx28m")) {
        agent.await("revision 1: ");
        stream.start();

        Files.writeString(directory.resolve("large.yaml"), large());

        assertThat(agent.awaitExit()).as("%s", agent.log()).isEqualTo(3);
        assertThat(agent.log()).anyMatch(line -> line.contains("OutOfMemoryError"));
      }
      guard.requireEnforced(Variants.policy(1));
      stream.awaitMore(1000);

      Files.delete(directory.resolve("large.yaml"));
      guard.write(Variants.policy(2));
      try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory, "-Xmx28m")) {
        agent.await("revision 1: ");
      }
      guard.requireEnforced(Variants.policy(2));
      guard.awaitNothingLeftOver(Variants.policy(2));
      Guard.requireRight(stream.stop(), 1000);
    }
  }

  /** The test above has the flag from the script of packages; whatever else starts an agent. */
  @ParameterizedTest
  @ValueSource(strings = {"portcullis", "deploy/lib/java.sh", "deploy/image/root"})
  void whateverStartsAnAgentHasItEndThen(String script) throws Exception {
    Path file = Path.of(System.getProperty("portcullis.root", ".."), script);
    assertThat(Files.readString(file)).contains("-XX:+ExitOnOutOfMemoryError");
  }

  /** Each document is within bounds; all of them together are not. */
  private static String large() {
    return IntStream.range(0, 200).mapToObj(OutOfMemoryKernelTest::set).collect(joining());
  }

  private static String set(int number) {
    return IntStream.range(0, 2_000)
        .map(i -> 2_000 * number + i)
        .mapToObj(i -> "  - %d.%d.%d.0/24\n".formatted(11 + i / 65_536, i / 256 % 256, i % 256))
        .collect(
            joining(
                "",
                """
                ---
                apiVersion: projectcalico.org/v3
                kind: GlobalNetworkSet
                metadata: {name: large-%d, labels: {set: large}}
                spec:
                  nets:
                """
                    .formatted(number),
                ""));
  }
}
