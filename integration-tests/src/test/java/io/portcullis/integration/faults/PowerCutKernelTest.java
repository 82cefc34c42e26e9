package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.portcullis.integration.update.Stream;
import io.portcullis.netlink.nftables.NfTables;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes: whatever was not flushed is not on the disk when it comes back. The state
 * directory is a file system of its own, which is told to forget all that it has not written
 * ({@code FS_IOC_SHUTDOWN}).
 */
@Timeout(180)
class PowerCutKernelTest {

  private static final int CUTS = 3;

  @TempDir private Path directory = Path.of("");

  @Test
  void whatWasAnsweredIsThereWhenThePowerComesBack() throws Exception {
    try (Stream stream = new Stream()) {
      Disk disk = new Disk(stream.namespace(), directory);
      Guard guard = Guard.ofApi(stream);
      int variant = 0;
      long revision = 0;
      for (int cut = 0; cut <= CUTS; cut++) {
        disk.mount();
        Path socket = directory.resolve("control-" + cut + ".sock");
        List<String> arguments =
            List.of("--socket", socket.toString(), "--state-dir", disk.state().toString());
        try (AgentProcess agent =
                AgentProcess.start(stream.namespace(), List.of(), List.of(), arguments);
            ApiClient client = new ApiClient(socket);
            NfTables tables = stream.namespace().call(NfTables::open)) {
          if (cut > 0) {
            assertThat(client.awaitEnforced().getRevision()).as("after a cut").isEqualTo(revision);
            guard.requireEnforced(Variants.policy(variant));
          }
          for (int i = 0; i < 2; i++) {
            revision = client.apply(Variants.policy(++variant)).getRevision();
          }
          if (cut == 0) {
            stream.start();
          }
          disk.cut();
          // What cannot be kept is not enforced: the kernel is not ahead of the disk.
          long generation = tables.generation();
          String next = Variants.policy(variant + 1);
          assertThatThrownBy(() -> client.apply(next)).isInstanceOf(StatusRuntimeException.class);
          assertThat(tables.generation()).isEqualTo(generation);
          assertThat(agent.isAlive()).isTrue();
        } finally {
          disk.unmount();
        }
        guard.requireEnforced(Variants.policy(variant));
      }
      Guard.requireRight(stream.stop(), 1000);
    }
  }
}
