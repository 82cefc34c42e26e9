package io.portcullis.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.portcullis.api.v1.GetStatusRequest;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets what over the unix socket, and what becomes of those who mean ill. */
class ControlSocketKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("socket");

  @AfterEach
  void close() {
    namespace.close();
  }

  private Path socket() {
    return dir.resolve("control.sock");
  }

  private RunningAgent start(Optional<String> group) throws Exception {
    return new RunningAgent(
        namespace,
        new ControlSettings(socket(), group, false, Optional.empty()),
        Optional.empty(),
        dir.resolve("state"));
  }

  /** A command as another user; who may read this test's classes, but nothing else. */
  private Shell.Result as(int uid, int gid, String... command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + uid,
                "--regid=" + gid,
                "--clear-groups",
                "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=+dac_read_search",
                "--bounding-set=-all,+dac_read_search",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.portcullis.cli.Portcullis"));
    all.addAll(List.of(command));
    all.addAll(List.of("--socket", socket().toString()));
    return Shell.run(namespace, "", all.toArray(String[]::new));
  }

  @Test
  void theFileKeepsOthersOutAndSoDoesTheAgentIfTheFileDoesNot() throws Exception {
    try (RunningAgent agent = start(Optional.empty())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-rw----");

      assertThat(as(65534, 65534, "status").exit()).isEqualTo(15);

      Path unused =
          Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
      Shell.Result refused = as(65534, 65534, "status");

      assertThat(refused.exit()).isEqualTo(16);
      assertThat(refused.err()).contains("uid 65534", "may not read");
      assertThat(agent.client().getStatus(GetStatusRequest.getDefaultInstance()).getNode())
          .isEqualTo("node1");
    }
  }

  @Test
  void aGroupMayReadAndNotWrite() throws Exception {
    try (RunningAgent agent = start(Optional.of("daemon"))) {
      int daemon = Groups.gid("daemon");

      Shell.Result read = as(65534, daemon, "status");
      Shell.Result write = as(65534, daemon, "delete", "team-a");

      assertThat(read.err()).isEmpty();
      assertThat(read.exit()).isEqualTo(1);
      assertThat(read.out()).contains("node1", "there is no policy yet");
      assertThat(write.exit()).isEqualTo(16);
      assertThat(write.err()).contains("may not write");
      assertThat(agent.store.current().number()).isZero();
    }
  }

  @Test
  void aGiantMessageIsRefusedAndTheNextOneIsTaken() throws Exception {
    try (RunningAgent agent = start(Optional.empty())) {
      String giant = "#".repeat(Limits.MESSAGE_BYTES);

      assertThatThrownBy(() -> agent.client().apply(Requests.apply("team-a", giant).build()))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("RESOURCE_EXHAUSTED");

      assertThat(
              agent
                  .client()
                  .apply(Requests.apply("team-a", Requests.deny("one", 30080)).build())
                  .getRevision())
          .isEqualTo(1);
    }
  }

  @Test
  void whoeverSpeaksNoHttp2OrNothingIsHungUpOn() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<SocketChannel> silent = new ArrayList<>();
    try (RunningAgent agent = start(Optional.empty())) {
      for (int i = 0; i < 300; i++) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        silent.add(channel);
        assertThat(channel.connect(UnixDomainSocketAddress.of(socket()))).isTrue();
        if (i % 3 == 0) {
          byte[] noise = new byte[1 + random.nextInt(200)];
          random.nextBytes(noise);
          write(channel, noise);
        }
      }

      assertThat(agent.client().getStatus(GetStatusRequest.getDefaultInstance()).getNode())
          .as("seed %d", seed)
          .isEqualTo("node1");

      for (SocketChannel channel : silent) {
        assertThat(ended(channel)).as("seed %d", seed).isTrue();
      }
      assertThat(as(0, 0, "status").out()).contains("node1");
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) {
    try {
      int unused = channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      // It was hung up on already.
    }
  }

  /** Reads what the agent has to say until it hangs up, which blocks if it does not. */
  private static boolean ended(SocketChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    try {
      while (channel.read(buffer.clear()) >= 0) {
        // Its settings, perhaps.
      }
    } catch (IOException e) {
      return true;
    }
    return true;
  }
}
