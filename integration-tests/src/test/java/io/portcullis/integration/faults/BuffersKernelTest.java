package io.portcullis.integration.faults;

import io.portcullis.integration.update.Stream;
import io.portcullis.lab.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel tells of more changes than the agent's socket buffer holds: it was stopped meanwhile.
 * What is sent and does not fit is in ProgrammerTest.
 */
@Timeout(180)
class BuffersKernelTest {

  private static final int FOREIGN_RULES = 60_000;

  @TempDir private Path directory = Path.of("");

  @Test
  void whatWasToldInVainIsLookedUp() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      // Else the kernel lets nobody change the table.
      Path config = Files.writeString(directory.resolve("config"), "tableOwner: off\n");
      try (AgentProcess agent =
          AgentProcess.start(
              stream.namespace(),
              List.of(),
              List.of(),
              List.of(
                  "--policy-dir",
                  directory.toString(),
                  "--no-api",
                  "--config",
                  config.toString()))) {
        agent.await("revision 1: ");
        stream.start();
        signal(stream, "STOP", agent);
        // More notifications than wait anywhere, and no packet gets to what they are about.
        Shell.must(stream.namespace(), foreign(), "nft", "-f", "-");
        signal(stream, "CONT", agent);

        guard.awaitNothingLeftOver(Variants.policy(1));
        guard.requireEnforced(Variants.policy(1));
        guard.write(Variants.policy(2));
        agent.await("revision 2: ");
      }
      Guard.requireRight(stream.stop(), 1000);
    }
  }

  private static void signal(Stream stream, String signal, AgentProcess agent) {
    Shell.must(stream.namespace(), "", "kill", "-" + signal, Long.toString(agent.pid()));
  }

  private static String foreign() {
    return "add chain inet portcullis mine\n"
        + "add rule inet portcullis mine counter\n".repeat(FOREIGN_RULES);
  }
}
