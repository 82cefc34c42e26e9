package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is killed while it traces leaves its policy in the kernel, and nothing else. */
class TraceLeftoverKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("leftover");

  @AfterEach
  void close() {
    namespace.close();
  }

  private ProcessBuilder portcullis(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.portcullis.cli.Portcullis"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--socket", dir.resolve("control.sock").toString()));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private String ruleset() {
    return Shell.must(namespace, "", "nft", "list", "ruleset");
  }

  private void awaitTrace(boolean there) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (ruleset().contains("portcullis-trace-1") != there) {
      assertThat(System.nanoTime() - deadline)
          .as("after 30 s the table is %s", there ? "not there" : "still there")
          .isNegative();
    }
  }

  @Test
  void theTableOfATraceGoesWithTheAgent() throws Exception {
    Path policy = Files.createDirectory(dir.resolve("policy"));
    Files.writeString(policy.resolve("policy.yaml"), Policy.ALL);
    Process agent =
        namespace.start(
            portcullis(
                "agent",
                "--policy-dir",
                policy.toString(),
                "--node",
                "node1",
                "--state-dir",
                dir.resolve("state").toString()));
    try (BufferedReader log = agent.inputReader()) {
      await(log, "revision 1: ");
      String before = ruleset();
      Process trace = namespace.start(portcullis("trace", "--in", "lo", "-n", "1000"));
      try {
        awaitTrace(true);

        agent.destroyForcibly();

        assertThat(agent.waitFor()).isEqualTo(128 + 9);
        awaitTrace(false);
        assertThat(trace.waitFor()).isEqualTo(15);
        assertThat(ruleset()).contains("table inet portcullis {", "deny-all");
        assertThat(chains(ruleset())).isEqualTo(chains(before));
      } finally {
        trace.destroyForcibly();
      }
    } finally {
      agent.destroyForcibly();
    }
  }

  /** Without what tells that somebody owns the table. */
  private static String chains(String ruleset) {
    return ruleset
        .lines()
        .map(line -> line.replaceAll(" # progname.*", ""))
        .filter(line -> !line.contains("flags"))
        .toList()
        .toString();
  }

  private static void await(BufferedReader log, String what) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(what)) {
        return;
      }
    }
    throw new AssertionError("the agent ended without saying \"" + what + "\":\n" + seen);
  }
}
