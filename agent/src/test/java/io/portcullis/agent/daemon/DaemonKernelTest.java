package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.agent.AgentException;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on the kernel of a namespace of its own. */
class DaemonKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("daemon");

  @BeforeEach
  void write() throws IOException {
    write(30080);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private void write(int port) throws IOException {
    // As editors save: a new file, renamed over the old one.
    Path next = dir.resolve(".next");
    Files.writeString(
        next,
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: node1-eth0, labels: {role: node}}
        spec: {node: node1, interfaceName: eth0}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: deny-one}
        spec:
          preDNAT: true
          applyOnForward: true
          selector: role == 'node'
          ingress:
          - action: Deny
            protocol: TCP
            destination: {ports: [%d]}
        """
            .formatted(port));
    Path unused = Files.move(next, dir.resolve("policy.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Daemon start() throws Exception {
    return namespace.call(() -> Daemon.start(dir, "node1", DataplaneSettings.defaults()));
  }

  private static Status await(Daemon daemon, Predicate<Status> what) throws InterruptedException {
    return Awaiting.until(daemon::status, what, PATIENCE);
  }

  private String table() {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
  }

  private void nft(String command) {
    Shell.must(namespace, "", "nft", command);
  }

  @Test
  void programsAtStartAndLeavesTheTableWhenItEnds() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).revision()).isEqualTo(1);
      assertThat(table()).contains("tcp . 30080");
    }
    assertThat(table()).contains("tcp . 30080");
  }

  @Test
  void followsWhatIsSaved() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).revision()).isEqualTo(1);

      write(30090);

      assertThat(await(daemon, status -> status.revision() == 2).ready()).isTrue();
      assertThat(table()).contains("tcp . 30090").doesNotContain("tcp . 30080");
    }
  }

  @Test
  void keepsTheLastGoodPolicyWhileAFileIsBadAndRepairsItToo() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).revision()).isEqualTo(1);
      Files.writeString(dir.resolve("bad.yaml"), "kind: [");
      Status bad = await(daemon, status -> !status.ready());
      assertThat(bad.problem().orElseThrow()).contains("bad.yaml:1:", "not YAML");
      assertThat(bad.revision()).isEqualTo(1);

      nft("flush ruleset");

      assertThat(await(daemon, status -> status.repairs() == 1).ready()).isFalse();
      assertThat(table()).contains("tcp . 30080");

      Files.delete(dir.resolve("bad.yaml"));

      assertThat(await(daemon, Status::ready).problem()).isEmpty();
    }
  }

  @Test
  void undoesWhatOthersDoToItsTable() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).repairs()).isZero();
      String before = table();

      nft("insert rule inet portcullis prerouting accept");

      assertThat(await(daemon, status -> status.repairs() == 1).revision()).isEqualTo(1);
      assertThat(table()).isEqualTo(before);
    }
  }

  @Test
  void leavesOthersTablesAlone() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).repairs()).isZero();

      nft("add table inet other");
      nft("insert rule inet portcullis prerouting accept");

      assertThat(await(daemon, status -> status.repairs() == 1).ready()).isTrue();
      assertThat(Shell.must(namespace, "", "nft", "list", "tables")).contains("table inet other");
    }
  }

  @Test
  void aRestartWithTheSamePolicySendsNothing() throws Exception {
    long generation;
    try (Daemon daemon = start()) {
      generation = await(daemon, Status::ready).generation();
    }
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).generation()).isEqualTo(generation);
    }
  }

  @Test
  void aSecondAgentSaysSoAndLeaves() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).ready()).isTrue();

      assertThatThrownBy(this::start)
          .isInstanceOf(AgentException.class)
          .hasMessage("another agent runs in this network namespace");
    }
    try (Daemon next = start()) {
      assertThat(await(next, Status::ready).ready()).isTrue();
    }
  }

  @Test
  void aDirectoryThatIsExchangedIsFollowed() throws Exception {
    try (Daemon daemon = start()) {
      assertThat(await(daemon, Status::ready).revision()).isEqualTo(1);
      Path old = dir.resolveSibling(dir.getFileName() + "-old");
      Path unused = Files.move(dir, old);
      assertThat(await(daemon, status -> !status.ready()).problem().orElseThrow())
          .contains("no such file or directory");

      Path again = Files.createDirectory(dir);
      write(30099);

      assertThat(await(daemon, status -> status.revision() == 2).ready()).isTrue();
      assertThat(table()).contains("tcp . 30099");
      Files.delete(old.resolve("policy.yaml"));
      Files.delete(old);
      assertThat(again).isEqualTo(dir);
    }
  }
}
