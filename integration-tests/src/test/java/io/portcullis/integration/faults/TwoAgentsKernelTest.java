package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.integration.update.Stream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second agent is started beside one that works. */
@Timeout(300)
class TwoAgentsKernelTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void theSecondSaysSoAndLeavesAndTheFirstGoesOn() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      try (AgentProcess first = AgentProcess.start(stream.namespace(), directory)) {
        first.await("revision 1: ");
        stream.start();
        try (AgentProcess second = AgentProcess.start(stream.namespace(), directory)) {
          assertThat(second.awaitExit()).isEqualTo(2);
          second.await("another agent runs in this network namespace");
          second.await("hint: end that one first");
        }
        assertThat(first.isAlive()).isTrue();

        guard.write(Variants.policy(2));

        first.await("revision 2: ");
        guard.requireEnforced(Variants.policy(2));
      }
      Guard.requireRight(stream.stop(), 1000);
    }
  }
}
