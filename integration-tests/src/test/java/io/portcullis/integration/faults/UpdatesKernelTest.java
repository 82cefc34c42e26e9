package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.Changes;
import io.portcullis.agent.state.Outcome;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.integration.update.Stream;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policy is applied over and over while packets flow, and each change is answered. {@code
 * -Dportcullis.updates=10000} for the full count.
 */
@Timeout(3600)
class UpdatesKernelTest {

  private static final int UPDATES = Integer.getInteger("portcullis.updates", 300);

  /** So many are asked for before the first is answered. */
  private static final int AT_ONCE = 4;

  @TempDir private Path directory = Path.of("");

  @Test
  void noPacketIsWrongWhilePolicyIsAppliedOverAndOver() throws Exception {
    try (Stream stream = new Stream();
        PolicyStore store =
            new PolicyStore(Optional.empty(), Optional.of(directory.resolve("state")));
        Daemon daemon =
            stream
                .namespace()
                .call(
                    () ->
                        Daemon.start(
                            store, Optional.empty(), "node1", DataplaneSettings.defaults()))) {
      apply(store, 0).get(20, TimeUnit.SECONDS);
      stream.start();
      Deque<Future<Outcome>> open = new ArrayDeque<>();
      long started = System.nanoTime();
      for (int i = 1; i <= UPDATES; i++) {
        open.add(apply(store, i));
        if (open.size() == AT_ONCE) {
          assertThat(open.remove().get(60, TimeUnit.SECONDS)).isNotNull();
        }
      }
      for (Future<Outcome> last : open) {
        assertThat(last.get(60, TimeUnit.SECONDS)).isNotNull();
      }
      long millis = (System.nanoTime() - started) / 1_000_000;
      Stream.Counts counts = stream.stop();
      new Guard(stream, directory).requireEnforced(Variants.policy(UPDATES));
      System.out.printf(
          "updates: %d in %d ms, revision %d, generation %d; of packets %s lost %d, leaked %d%n",
          UPDATES,
          millis,
          daemon.status().revision(),
          daemon.status().generation(),
          counts.arrived(),
          counts.lost(),
          counts.leaked());
      Guard.requireRight(counts, UPDATES);
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
