package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.daemon.Daemon;
import io.portcullis.integration.update.Stream;
import io.portcullis.lab.Shell;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guarded link goes, and another one comes under its name. */
@Timeout(120)
class VanishingLinkKernelTest {

  private static final int TIMES = 10;

  @TempDir private Path directory = Path.of("");

  @Test
  void theFirstPacketOfTheNewLinkIsGuarded() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      try (Daemon daemon =
          stream
              .namespace()
              .call(() -> Daemon.start(directory, "node1", DataplaneSettings.defaults()))) {
        while (!daemon.status().ready()) {
          LockSupport.parkNanos(1_000_000);
        }
        stream.start();
        for (int i = 0; i < TIMES; i++) {
          Shell.must(stream.namespace(), "", "ip", "link", "del", "g0");
          // Sometimes policy changes while it is away.
          guard.write(Variants.policy(1 + i / 2));
          stream.wire();
          stream.awaitMore(100);
        }
        while (!daemon.status().ready()) {
          LockSupport.parkNanos(1_000_000);
        }
        Guard.requireRight(stream.stop(), 100L * TIMES);
      }
    }
  }

  /** It is renamed while another link has its name, and renamed back: policy is for the name. */
  @Test
  void theFirstPacketOfARenamedLinkIsGuarded() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory)) {
        agent.await("revision 1: ");
        stream.start();
        for (int i = 0; i < TIMES; i++) {
          ip(stream, "set g0 down", "set g0 name away", "add g0 type veth", "set g0 up");
          guard.write(Variants.policy(2 + i));
          if (i % 2 == 0) {
            agent.await("revision " + (2 + i) + ": ");
          }
          ip(stream, "del g0", "set away name g0", "set g0 up");
          stream.awaitMore(100);
          if (i % 2 == 1) {
            agent.await("revision " + (2 + i) + ": ");
          }
        }
        guard.requireEnforced(Variants.policy(1 + TIMES));
        assertThat(agent.log()).noneMatch(line -> line.contains("ERROR"));
      }
      Guard.requireRight(stream.stop(), 100L * TIMES);
    }
  }

  private static void ip(Stream stream, String... commands) {
    String batch = "link " + String.join("\nlink ", commands) + "\n";
    Shell.must(stream.namespace(), batch, "ip", "-batch", "-");
  }
}
