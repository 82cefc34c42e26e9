package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
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
            "--once",
            "--policy-dir",
            dir.toString(),
            "--node",
            "node1",
            "--link",
            "eth0"));
    return Shell.run(namespace, "", command.toArray(String[]::new));
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
}
