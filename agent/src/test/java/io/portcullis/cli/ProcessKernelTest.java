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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own, with less than it needs. */
class ProcessKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("process");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private Shell.Result agentOnce(String... wrapper) {
    List<String> command = agent(wrapper);
    command.add("--once");
    return Shell.run(namespace, "", command.toArray(String[]::new));
  }

  private List<String> agent(String... wrapper) {
    List<String> command = new ArrayList<>(List.of(wrapper));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.portcullis.cli.Portcullis",
            "agent",
            "--policy-dir",
            dir.toString(),
            "--no-api",
            "--node",
            "node1",
            "--link",
            "eth0"));
    return command;
  }

  private String ruleset() {
    return Shell.must(namespace, "", "nft", "list", "ruleset");
  }

  @Test
  void programsTheNamespaceItRunsInAndExits() {
    Shell.Result result = agentOnce("env");

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(ruleset()).contains("table inet portcullis", "deny-all");
  }

  @Test
  void withoutCapNetAdmin() {
    Shell.Result result =
        agentOnce("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin");

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(2);
    assertThat(result.err())
        .startsWith("portcullis: error: ")
        .contains("EPERM", "CAP_NET_ADMIN", "\n  hint: ");
    assertThat(ruleset()).isEmpty();
  }

  @Test
  void withoutNfTables() {
    Path program = dir.resolve("without-netfilter");
    Path source = Path.of(System.getProperty("portcullis.root"), "native", "without-netfilter.c");
    Shell.must(namespace, "", "gcc", "-o", program.toString(), source.toString());

    Shell.Result result = agentOnce(program.toString());

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(2);
    assertThat(result.err())
        .startsWith("portcullis: error: ")
        .contains("the kernel has no nf_tables", "\n  hint: ");
    assertThat(ruleset()).isEmpty();
  }

  @Test
  void aDaemonThatIsKilledLeavesTheNodeGuardedAndTheNextOneSendsNothing() throws Exception {
    ProcessBuilder daemon = new ProcessBuilder(agent("env")).redirectErrorStream(true);
    Process first = namespace.start(daemon);
    try (BufferedReader log = first.inputReader()) {
      assertThat(lineWith(log, "revision 1: ")).contains("operations");
      first.destroyForcibly();
      assertThat(first.waitFor()).isEqualTo(128 + 9);
    }
    String left = ruleset();
    assertThat(left).contains("table inet portcullis", "deny-all");

    Process second = namespace.start(daemon);
    try (BufferedReader log = second.inputReader()) {
      assertThat(lineWith(log, "revision 1: ")).contains("revision 1: 0 operations");
      // Not Process.destroy(), which closes what is still to be read.
      assertThat(second.toHandle().destroy()).isTrue();
      assertThat(lineWith(log, "stopped")).contains("the kernel goes on to hold revision 1");
      assertThat(second.waitFor()).isEqualTo(128 + 15);
    } finally {
      second.destroyForcibly();
    }
    assertThat(ruleset()).isEqualTo(left);
  }

  private static String lineWith(BufferedReader log, String what) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(what)) {
        return line;
      }
    }
    throw new AssertionError("the agent ended without saying \"" + what + "\":\n" + seen);
  }
}
