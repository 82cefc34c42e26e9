package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.Changes;
import io.portcullis.agent.state.Outcome;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.integration.update.Stream;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody flushes the whole ruleset, over and over. {@code -Dportcullis.flushes=500} for a
 * distribution of how long a repair takes.
 */
@Timeout(600)
class ForeignFlushKernelTest {

  private static final int FLUSHES = Integer.getInteger("portcullis.flushes", 20);

  @TempDir private Path directory = Path.of("");

  /** The default, on a kernel that has it (Linux 6.9): the agent's table is its own. */
  @Test
  void whereTheTableIsOwnedAFlushDoesNothing() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      stream.ownWitness();
      try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory)) {
        agent.await("revision 1: ");
        assumeTrue(
            agent.log().stream().noneMatch(line -> line.contains("kernel cannot keep an owned")),
            "this kernel keeps no owned tables (Linux 6.9 and newer do)");
        assertThat(isOwned(stream)).isTrue();
        stream.start();
        for (int flush = 1; flush <= FLUSHES; flush++) {
          Shell.must(stream.namespace(), "", "nft", "flush", "ruleset");
          stream.awaitMore(50);
        }
        guard.requireEnforced(Variants.policy(1));
        // Between two flushes policy can be changed as ever.
        guard.write(Variants.policy(2));
        agent.await("revision 2: ");
        Shell.must(stream.namespace(), "", "nft", "flush", "ruleset");
        guard.requireEnforced(Variants.policy(2));
        assertThat(agent.log()).noneMatch(line -> line.contains("repaired"));
      }
      Guard.requireRight(stream.stop(), 50L * FLUSHES);
    }
  }

  private static boolean isOwned(Stream stream) throws Exception {
    return stream
        .namespace()
        .call(
            () -> {
              try (NfTables tables = NfTables.open()) {
                int flags = tables.dump(NfFamily.INET, "portcullis").orElseThrow().table().flags();
                return (flags & NftTable.F_OWNER) != 0;
              }
            });
  }

  /**
   * Packets that are denied pass between the flush and its repair, and at no other time. Packets
   * that are on their way through the table in the moment of a flush may be lost: the kernel takes
   * members of maps away under them. How many is printed.
   */
  @Test
  void fromTheRepairOnNothingThatIsDeniedPasses() throws Exception {
    List<Double> millis = new ArrayList<>();
    long leaked = 0;
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      stream.ownWitness();
      try (Daemon daemon =
          stream
              .namespace()
              .call(() -> Daemon.start(directory, "node1", DataplaneSettings.defaults()))) {
        while (!daemon.status().ready()) {
          LockSupport.parkNanos(1_000_000);
        }
        stream.start();
        for (int flush = 1; flush <= FLUSHES; flush++) {
          Shell.must(stream.namespace(), "", "nft", "flush", "ruleset");
          long flushed = System.nanoTime();
          while (daemon.status().repairs() < flush) {
            LockSupport.parkNanos(100_000);
          }
          millis.add((System.nanoTime() - flushed) / 1e6);
          // Whoever had passed policy by then has been counted after that many more.
          stream.awaitMore(50);
          leaked = stream.counts().leaked();
          stream.awaitMore(50);
          assertThat(stream.counts().leaked()).as("after repair %d", flush).isEqualTo(leaked);
        }
        guard.requireEnforced(Variants.policy(1));
      }
      Stream.Counts counts = stream.stop();
      assertThat(counts.leaked()).isEqualTo(leaked);
      millis.sort(null);
      System.out.printf(
          "flush ruleset: %d, repaired after a median of %.1f ms, at most %.1f ms; of %s denied"
              + " packets %d passed until then, of others %d were lost%n",
          FLUSHES,
          millis.get(FLUSHES / 2),
          millis.get(FLUSHES - 1),
          counts.arrived().get(1) + counts.arrived().get(3),
          leaked,
          counts.lost());
    }
  }

  /** Policy changes all the time meanwhile, so that the reconciler is busy. */
  @Test
  void whilePolicyChangesTheTableComesBackToo() throws Exception {
    try (Stream stream = new Stream();
        RepairClock clock = new RepairClock(stream.namespace())) {
      Guard guard = Guard.ofApi(stream);
      stream.ownWitness();
      try (PolicyStore store = new PolicyStore(Optional.empty(), Optional.of(directory));
          Daemon daemon =
              stream
                  .namespace()
                  .call(
                      () ->
                          Daemon.start(
                              store, Optional.empty(), "node1", DataplaneSettings.defaults()))) {
        int variant = 0;
        Future<Outcome> applied = apply(store, variant);
        assertThat(applied.get(60, TimeUnit.SECONDS)).isNotNull();
        stream.start();
        for (int flush = 1; flush <= FLUSHES; flush++) {
          applied = apply(store, ++variant);
          Shell.must(stream.namespace(), "", "nft", "flush", "ruleset");
          clock.awaitRepairs(flush);
          stream.awaitMore(5);
          assertThat(applied.get(60, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(daemon.look().get(60, TimeUnit.SECONDS)).isNull();
        guard.requireEnforced(Variants.policy(variant));
        long leaked = stream.counts().leaked();
        stream.awaitMore(50);
        assertThat(stream.stop().leaked()).isEqualTo(leaked);
        assertThat(daemon.status().repairs()).isPositive();
      }
      System.out.println("flush ruleset while policy changes: " + clock);
    }
  }

  private static Future<Outcome> apply(PolicyStore store, int variant) {
    return store.submit(
        Changes.apply(
            "test",
            "apply",
            "stream",
            List.of(new SourceText("policy.yaml", Variants.policy(variant)))));
  }
}
