package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.portcullis.integration.update.Stream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who mean ill, met by an agent that has little memory: it lives, and others get answers. */
@Timeout(180)
class SmallHeapKernelTest {

  private static final int AT_ONCE = 4;
  private static final int SILENT = 1000;

  private static final String POLICY =
      "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\n";

  @TempDir private Path directory = Path.of("");

  @Test
  void theAgentOutlivesWhatIsMadeToCostMuch() throws Exception {
    Path socket = directory.resolve("control.sock");
    Path state = directory.resolve("state");
    List<String> arguments =
        List.of("--socket", socket.toString(), "--state-dir", state.toString());
    List<SocketChannel> silent = new ArrayList<>();
    try (Stream stream = new Stream();
        AgentProcess agent =
            AgentProcess.start(stream.namespace(), List.of(), List.of("-Xmx64m"), arguments);
        ApiClient client = new ApiClient(socket)) {
      var unused = client.apply(Variants.policy(1));
      stream.start();

      for (String text :
          List.of(
              "#".repeat(20 << 20),
              "kind: \"" + "x".repeat(1_000_000) + "\"\n",
              "[".repeat(1_000_000),
              "- ".repeat(500_000) + "a",
              "{a: ".repeat(200_000) + "1" + "}".repeat(200_000),
              bomb(),
              // Flat, within the limit of size, and each value or problem takes a hundred times
              // what it is written in.
              "[" + "a,".repeat(500_000) + "]",
              "{" + "a,".repeat(500_000) + "}",
              "---\n".repeat(250_000),
              ("---\n" + POLICY + keys(1000)).repeat(150))) {
        IntStream.range(0, AT_ONCE)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> refused(client, text, i % 2 == 0)))
            .toList()
            .forEach(
                code ->
                    assertThat(code.join())
                        .as("%s", text.substring(0, 20))
                        .isIn(Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED));
        assertThat(agent.isAlive()).as("%s", agent.log()).isTrue();
      }
      for (int i = 0; i < SILENT; i++) {
        silent.add(connection(socket));
      }
      assertThat(client.status().getRevision()).isEqualTo(1);
      for (SocketChannel one : silent) {
        one.close();
      }

      assertThat(client.apply(Variants.policy(2)).getRevision()).isEqualTo(2);
      Guard.ofApi(stream).requireEnforced(Variants.policy(2));
      assertThat(agent.isAlive()).isTrue();
      Guard.requireRight(stream.stop(), 1000);
    } finally {
      for (SocketChannel one : silent) {
        one.close();
      }
    }
  }

  private static String keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "x" + i + ":\n").collect(Collectors.joining());
  }

  private static Code refused(ApiClient client, String text, boolean dryRun) {
    try {
      return (dryRun ? client.dryRun(text) : client.apply(text)).getChanged()
          ? Code.OK
          : Code.UNKNOWN;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static SocketChannel connection(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean unused = channel.connect(UnixDomainSocketAddress.of(socket));
    return channel;
  }

  /** Nine lines, each of which is nine times the one before. */
  private static String bomb() {
    StringBuilder out = new StringBuilder("a0: &a0 {x: y}\n");
    for (int i = 1; i < 10; i++) {
      String before = ("*a" + (i - 1) + ", ").repeat(9);
      out.append("a%d: &a%d [%s]\n".formatted(i, i, before));
    }
    return out.toString();
  }
}
