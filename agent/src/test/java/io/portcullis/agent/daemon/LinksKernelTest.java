package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints whose interfaces and addresses come and go while the daemon runs. */
@Timeout(60)
class LinksKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("links");

  @AfterEach
  void close() {
    namespace.close();
  }

  private Daemon start(String spec) throws Exception {
    Files.writeString(
        dir.resolve("policy.yaml"),
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: ep, labels: {role: node}}
        spec: {node: node1, %s}
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: deny-one}
        spec:
          preDNAT: true
          applyOnForward: true
          selector: role == 'node'
          ingress:
          - {action: Deny, protocol: TCP, destination: {ports: [30080]}}
        """
            .formatted(spec));
    return namespace.call(() -> Daemon.start(dir, "node1", DataplaneSettings.defaults()));
  }

  private void ip(String... arguments) {
    Shell.must(namespace, String.join("\n", arguments), "ip", "-batch", "-");
  }

  private String table() {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
  }

  private void holds(Daemon daemon, long revision) throws InterruptedException {
    Status now = Awaiting.until(daemon::status, s -> s.revision() >= revision, PATIENCE);
    assertThat(now.revision()).isEqualTo(revision);
    assertThat(now.repairs()).isZero();
  }

  @Test
  void anEndpointByNameIsGuardedBeforeItsInterfaceExistsAndWhenItComesBack() throws Exception {
    try (Daemon daemon = start("interfaceName: eth7")) {
      holds(daemon, 1);
      String before = table();
      assertThat(before).contains("\"eth7\"");
      for (int i = 0; i < 3; i++) {
        ip("link add eth7 type veth peer name peer7", "link set dev eth7 up");
        ip("link del dev eth7");
      }
      // Nothing that the kernel has to hold depends on whether it exists.
      ip("link add eth8 type veth peer name peer8");
      assertThat(table()).isEqualTo(before);
      assertThat(daemon.status().revision()).isEqualTo(1);
    }
  }

  @Test
  void anEndpointByAddressFollowsItsAddress() throws Exception {
    ip("link add ea type veth peer name eb");
    try (Daemon daemon = start("expectedIPs: [192.0.2.7, \"2001:db8::7\"]")) {
      holds(daemon, 1);
      assertThat(table()).doesNotContain("\"ea\"").doesNotContain("\"eb\"");

      ip("addr add 192.0.2.7/24 dev ea");
      becomes(daemon, "\"ea\"", "eb");

      ip("addr del 192.0.2.7/24 dev ea", "addr add 192.0.2.7/24 dev eb");
      becomes(daemon, "\"eb\"", "ea");

      ip("link del dev ea");
      becomes(daemon, "prerouting", "eb");

      ip("link add ea type veth peer name eb", "addr add 2001:db8::7/64 dev ea nodad");
      becomes(daemon, "\"ea\"", "eb");
    }
  }

  /** Waits until the table names one and not the other. */
  private void becomes(Daemon daemon, String named, String not) throws InterruptedException {
    String now =
        Awaiting.until(
            this::table, t -> t.contains(named) && !t.contains("\"" + not + "\""), PATIENCE);
    assertThat(now).contains(named);
    assertThat(daemon.status().repairs()).isZero();
  }
}
