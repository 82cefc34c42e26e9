package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.api.v1.Status;
import io.portcullis.integration.update.Stream;
import io.portcullis.netlink.nftables.NfTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent is killed at random moments while policy changes all the time, and started again.
 * {@code -Dportcullis.kills=200} for the full count, half of them by each of these; a start of the
 * JVM takes most of the time. Every other kill is aimed: it comes when the kernel has taken the
 * first batch of a change, of several as a rule, so that few kills meet commits too.
 */
@Timeout(1800)
class KilledKernelTest {

  private static final int KILLS = Integer.getInteger("portcullis.kills", 12) / 2;

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);

  @TempDir private Path directory = Path.of("");
  private final Random random = new Random(SEED);

  /** Kills that met a commit. */
  private int during;

  /** Kills that met a plan after one of its commits and before the last. */
  private int between;

  /** Kills it; true if that met a commit. */
  private static boolean kill(NfTables tables, AgentProcess agent) {
    long before = tables.generation();
    agent.close();
    return tables.generation() != before;
  }

  /** Waits until somebody has committed. */
  private static void awaitCommit(NfTables tables, long before) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (tables.generation() == before) {
      assertThat(System.nanoTime() - deadline).as("no commit").isNegative();
    }
  }

  /** Whether it is an aimed one. */
  private static boolean isAimed(int kill) {
    return kill % 2 == 0;
  }

  /** Counts what a kill met; {@code variants} are those that the kernel can have held whole. */
  private void count(boolean commit, Guard guard, int first, int last) throws Exception {
    if (commit) {
      during++;
    } else if (guard.holdsNone(IntStream.rangeClosed(first, last).mapToObj(Variants::policy))) {
      between++;
    }
  }

  private void report(String what, Stream.Counts counts) {
    System.out.printf(
        "kill -9, policy by %s: %d, of which %d met a commit being made and %d a plan between two"
            + " commits, seed %d; of packets %s lost %d, leaked %d%n",
        what, KILLS, during, between, SEED, counts.arrived(), counts.lost(), counts.leaked());
    assertThat(during + between).as("kills that met a commit").isPositive();
    Guard.requireRight(counts, 1000);
  }

  @Test
  void whereverItIsKilledNoPacketIsWrong() throws Exception {
    int variant = 0;
    try (Stream stream = new Stream();
        NfTables tables = stream.namespace().call(NfTables::open)) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(variant));
      try (AgentProcess first = AgentProcess.start(stream.namespace(), directory)) {
        first.await("revision 1: ");
      }
      stream.start();
      for (int kill = 0; kill < KILLS; kill++) {
        int before = variant;
        guard.write(Variants.policy(++variant));
        try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory)) {
          if (isAimed(kill)) {
            agent.await("revision 1: ");
            long held = tables.generation();
            guard.write(Variants.policy(++variant));
            awaitCommit(tables, held);
          } else if (random.nextInt(4) > 0) {
            // Three of four: past its start, and while policy changes again and again.
            agent.await("revision 1: ");
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
              guard.write(Variants.policy(++variant));
              LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(120_000)));
            }
          } else {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
          }
          count(kill(tables, agent), guard, before, variant);
        }
      }
      try (AgentProcess last = AgentProcess.start(stream.namespace(), directory)) {
        last.await("revision 1: ");
        report("directory", stream.stop());
      }
      guard.requireEnforced(Variants.policy(variant));
    }
  }

  @Test
  void whatWasAnsweredIsThereAfterAKill() throws Exception {
    Path socket = directory.resolve("control.sock");
    Path state = Files.createDirectory(directory.resolve("state"));
    List<String> arguments =
        List.of("--socket", socket.toString(), "--state-dir", state.toString());
    try (Stream stream = new Stream();
        NfTables tables = stream.namespace().call(NfTables::open)) {
      Guard guard = Guard.ofApi(stream);
      int held = 0;
      Optional<Applying.Progress> last = Optional.empty();
      for (int kill = 0; kill <= KILLS; kill++) {
        try (AgentProcess agent =
                AgentProcess.start(stream.namespace(), List.of(), List.of(), arguments);
            ApiClient client = new ApiClient(socket)) {
          agent.await("control API on");
          if (last.isEmpty()) {
            var unused = client.apply(Variants.policy(held));
            stream.start();
          } else {
            held = requireAnswered(client, guard, last.get());
          }
          Applying applying = new Applying(socket, held + 1, client.status().getRevision());
          applying.awaitAnswers(1 + random.nextInt(3));
          if (isAimed(kill)) {
            awaitCommit(tables, tables.generation());
          } else {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(120_000)));
          }
          boolean commit = kill(tables, agent);
          last = Optional.of(applying.end());
          int answered = last.get().answered();
          count(commit, guard, answered, answered + 1);
        }
      }
      report("API", stream.stop());
    }
  }

  /**
   * Requires that the agent has the last revision that was answered, or the one that was asked for
   * after it, and that it is enforced; gives its variant.
   */
  private static int requireAnswered(ApiClient client, Guard guard, Applying.Progress last)
      throws Exception {
    Status status = client.awaitEnforced();
    assertThat(status.getRevision()).as("%s", last).isBetween(last.revision(), last.revision() + 1);
    int variant = last.answered() + (int) (status.getRevision() - last.revision());
    guard.requireEnforced(Variants.policy(variant));
    guard.awaitNothingLeftOver(Variants.policy(variant));
    return variant;
  }
}
