package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.agent.AgentException;
import io.portcullis.agent.daemon.Daemon;
import io.portcullis.agent.state.Changes;
import io.portcullis.agent.state.Outcome;
import io.portcullis.agent.state.PolicyStore;
import io.portcullis.integration.update.Stream;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.SourceText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state directory cannot be written, or what is in it is not what was written. */
@Timeout(120)
class StateKernelTest {

  @TempDir private Path directory = Path.of("");
  private Stream stream;
  private Path state;

  /** An agent whose policy comes from its API alone. */
  private record Agent(PolicyStore store, Daemon daemon) implements AutoCloseable {

    Future<Outcome> apply(String yaml) {
      return store.submit(
          Changes.apply("test", "apply", "stream", List.of(new SourceText("policy.yaml", yaml))));
    }

    void mustApply(String yaml) throws Exception {
      assertThat(apply(yaml).get(20, TimeUnit.SECONDS).changed()).isTrue();
    }

    /** Why it was refused; empty if it was accepted. */
    Optional<String> refused(String yaml) throws Exception {
      try {
        Outcome unused = apply(yaml).get(20, TimeUnit.SECONDS);
        return Optional.empty();
      } catch (ExecutionException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void close() {
      daemon.close();
      store.close();
    }
  }

  @BeforeEach
  void make() throws Exception {
    stream = new Stream();
    state = Files.createDirectory(directory.resolve("state"));
  }

  @AfterEach
  void close() throws IOException {
    stream.close();
  }

  private Agent start() throws Exception {
    PolicyStore store = new PolicyStore(Optional.empty(), Optional.of(state));
    return new Agent(
        store,
        stream
            .namespace()
            .call(
                () ->
                    Daemon.start(store, Optional.empty(), "node1", DataplaneSettings.defaults())));
  }

  private void mount(String... arguments) {
    Shell.must(stream.namespace(), "", arguments);
  }

  private void requireEnforced(int variant) throws Exception {
    new Guard(stream, directory).requireEnforced(Variants.policy(variant));
  }

  private long generation() throws Exception {
    return stream
        .namespace()
        .call(
            () -> {
              try (NfTables tables = NfTables.open()) {
                return tables.generation();
              }
            });
  }

  /** With the state on a small file system of its own. */
  private void withState(Use use) throws Exception {
    mount("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", state.toString());
    try {
      use.run();
    } finally {
      mount("umount", "-l", state.toString());
    }
  }

  private interface Use {
    void run() throws Exception;
  }

  @Test
  void aFullDiskRefusesChangesAndTheOldPolicyHolds() throws Exception {
    withState(
        () -> {
          Path filler = state.resolve("filler");
          int accepted = 1;
          try (Agent agent = start()) {
            agent.mustApply(Variants.policy(accepted));
            stream.start();
            fill(filler);
            // What is left of the log's last page holds some changes more.
            long generation = generation();
            Optional<String> refused = agent.refused(Variants.policy(accepted + 1));
            while (refused.isEmpty() && accepted < 100) {
              accepted++;
              generation = generation();
              refused = agent.refused(Variants.policy(accepted + 1));
            }

            assertThat(refused.orElse("nothing")).contains("No space left on device");
            // Not even for a moment: what is not kept is not sent.
            assertThat(generation()).isEqualTo(generation);
            requireEnforced(accepted);
            stream.awaitMore(200);

            Files.delete(filler);
            agent.mustApply(Variants.policy(accepted + 2));
            requireEnforced(accepted + 2);
          }
          try (Agent next = start()) {
            assertThat(next.store().current().number()).isEqualTo(accepted + 1L);
            next.mustApply(Variants.policy(accepted + 3));
            requireEnforced(accepted + 3);
          }
          Guard.requireRight(stream.stop(), 200);
        });
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void anAgentDoesNotStartOnAReadOnlyDirectoryAndTheOldPolicyHolds() throws Exception {
    withState(
        () -> {
          try (Agent agent = start()) {
            agent.mustApply(Variants.policy(1));
            stream.start();
          }
          mount("mount", "-o", "remount,ro", state.toString());
          assertThatThrownBy(this::start)
              .isInstanceOf(AgentException.class)
              .hasMessageContaining("Read-only file system");
          requireEnforced(1);
          stream.awaitMore(200);

          mount("mount", "-o", "remount,rw", state.toString());
          try (Agent next = start()) {
            assertThat(next.store().current().number()).isEqualTo(1);
            next.mustApply(Variants.policy(2));
            requireEnforced(2);
          }
          Guard.requireRight(stream.stop(), 200);
        });
  }

  @Test
  void aRevisionThatWasCutOffIsDroppedAndTheOneBeforeHolds() throws Exception {
    Path log = keepThree();
    byte[] whole = Files.readAllBytes(log);
    Path unused = Files.write(log, java.util.Arrays.copyOf(whole, whole.length - 9));

    try (Agent agent = start()) {
      assertThat(agent.store().current().number()).isEqualTo(2);
      agent.mustApply(Variants.policy(4));
      assertThat(agent.store().current().number()).isEqualTo(3);
      requireEnforced(4);
    }
    Guard.requireRight(stream.stop(), 200);
  }

  @Test
  void aLogThatIsBrokenInTheMiddleIsRefusedAndTheKernelKeepsWhatItHolds() throws Exception {
    Path log = keepThree();
    byte[] broken = Files.readAllBytes(log);
    broken[broken.length / 2] ^= 1;
    Path unused = Files.write(log, broken);

    assertThatThrownBy(this::start)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(log + ": broken at byte ");
    requireEnforced(3);
    Guard.requireRight(stream.stop(), 200);
  }

  /** Three revisions; the third is enforced, and packets come. */
  private Path keepThree() throws Exception {
    try (Agent agent = start()) {
      agent.mustApply(Variants.policy(1));
      agent.mustApply(Variants.policy(2));
      agent.mustApply(Variants.policy(3));
    }
    stream.start();
    return state.resolve("log").resolve("0");
  }
}
