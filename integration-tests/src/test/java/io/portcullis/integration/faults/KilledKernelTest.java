package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.integration.update.Stream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent is killed at random moments while policy changes all the time, and started again.
 * {@code -Dportcullis.kills=200} for the full count; a start of the JVM takes most of the time.
 */
@Timeout(1800)
class KilledKernelTest {

  private static final int KILLS = Integer.getInteger("portcullis.kills", 12);
  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);

  @TempDir private Path directory = Path.of("");

  @Test
  void whereverItIsKilledNoPacketIsWrong() throws Exception {
    Random random = new Random(SEED);
    int variant = 0;
    int during = 0;
    Stream.Counts counts;
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(variant));
      try (AgentProcess first = AgentProcess.start(stream.namespace(), directory)) {
        first.await("revision 1: ");
      }
      stream.start();
      for (int kill = 0; kill < KILLS; kill++) {
        guard.write(Variants.policy(++variant));
        try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory)) {
          if (random.nextInt(4) > 0) {
            // Three of four: past its start, and while policy changes again and again.
            agent.await("revision 1: ");
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
              guard.write(Variants.policy(++variant));
              LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(120_000)));
            }
            during++;
          } else {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
          }
        }
      }
      try (AgentProcess last = AgentProcess.start(stream.namespace(), directory)) {
        last.await("revision 1: ");
        counts = stream.stop();
      }
      guard.requireEnforced(Variants.policy(variant));
    }
    System.out.printf(
        "kill -9: %d, %d of them while policy changed, seed %d; of packets %s lost %d, leaked %d%n",
        KILLS, during, SEED, counts.arrived(), counts.lost(), counts.leaked());
    assertThat(during).isPositive();
    Guard.requireRight(counts, 1000);
  }
}
