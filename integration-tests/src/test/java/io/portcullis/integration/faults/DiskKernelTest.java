package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.StatusRuntimeException;
import io.portcullis.integration.update.Stream;
import io.portcullis.netlink.nftables.NfTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a running agent's state fails, while packets come. */
@Timeout(120)
class DiskKernelTest {

  @TempDir private Path directory = Path.of("");
  private Stream stream;
  private Disk disk;
  private Guard guard;
  private int agents;

  @BeforeEach
  void make() throws Exception {
    stream = new Stream();
    disk = new Disk(stream.namespace(), directory);
    guard = Guard.ofApi(stream);
  }

  @AfterEach
  void close() throws IOException {
    stream.close();
  }

  private interface Use {
    void run(AgentProcess agent, ApiClient client, NfTables tables) throws Exception;
  }

  private void withAgent(Use use) throws Exception {
    Path socket = directory.resolve("control-" + ++agents + ".sock");
    List<String> arguments =
        List.of("--socket", socket.toString(), "--state-dir", disk.state().toString());
    disk.mount();
    try (AgentProcess agent =
            AgentProcess.start(stream.namespace(), List.of(), List.of(), arguments);
        ApiClient client = new ApiClient(socket);
        NfTables tables = stream.namespace().call(NfTables::open)) {
      use.run(agent, client, tables);
    } finally {
      disk.unmount();
    }
  }

  @Test
  void aDiskThatTurnsReadOnlyRefusesChangesAndTheOldPolicyHolds() throws Exception {
    withAgent(
        (agent, client, tables) -> {
          assertThat(client.apply(Variants.policy(1)).getRevision()).isEqualTo(1);
          stream.start();
          disk.fail();

          for (int i = 2; i < 5; i++) {
            long generation = tables.generation();
            assertThat(refusal(client, i)).contains("Read-only file system");
            assertThat(tables.generation()).isEqualTo(generation);
          }
          guard.requireEnforced(Variants.policy(1));
          assertThat(client.awaitEnforced().getRevision()).isEqualTo(1);
          stream.awaitMore(200);
          assertThat(agent.isAlive()).isTrue();
        });
    disk.check();
    withAgent(
        (agent, client, tables) -> {
          assertThat(client.awaitEnforced().getRevision()).isEqualTo(1);
          assertThat(client.apply(Variants.policy(2)).getRevision()).isEqualTo(2);
          guard.requireEnforced(Variants.policy(2));
        });
    Guard.requireRight(stream.stop(), 1000);
  }

  @Test
  void aFullDiskRefusesChangesUntilThereIsRoom() throws Exception {
    withAgent(
        (agent, client, tables) -> {
          long accepted = client.apply(Variants.policy(1)).getRevision();
          stream.start();
          Path filler = disk.fill();
          long generation = tables.generation();
          String refused = refusal(client, (int) accepted + 1);
          // What is left of the log's last page holds some changes more.
          while (refused.isEmpty() && accepted < 100) {
            accepted++;
            generation = tables.generation();
            refused = refusal(client, (int) accepted + 1);
          }

          assertThat(refused).contains("No space left on device");
          assertThat(tables.generation()).isEqualTo(generation);
          guard.requireEnforced(Variants.policy((int) accepted));

          Files.delete(filler);
          assertThat(client.apply(Variants.policy(102)).getRevision()).isEqualTo(accepted + 1);
          guard.requireEnforced(Variants.policy(102));
        });
    withAgent(
        (agent, client, tables) -> {
          client.awaitEnforced();
          guard.requireEnforced(Variants.policy(102));
        });
    Guard.requireRight(stream.stop(), 1000);
  }

  /** Why a policy was refused; empty if it was not. */
  private static String refusal(ApiClient client, int variant) {
    String yaml = Variants.policy(variant);
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> client.apply(yaml));
    return refused == null ? "" : String.valueOf(refused.getMessage());
  }
}
