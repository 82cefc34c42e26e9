package io.portcullis.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.state.PolicyStore;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.load.DaemonSettings;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon serves over HTTP, while things happen to it. */
@Timeout(60)
class MetricsKernelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("metrics");

  @BeforeEach
  void write() throws Exception {
    Shell.must(namespace, "", "ip", "link", "set", "dev", "lo", "up");
    Files.writeString(
        dir.resolve("policy.yaml"),
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: ep, labels: {role: node}}
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
          - {action: Deny, protocol: TCP, destination: {ports: [30080]}}
        """);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private Daemon start() throws Exception {
    DaemonSettings how =
        new DaemonSettings(
            false,
            DaemonSettings.LogFormat.TEXT,
            Optional.of(new DaemonSettings.Listen("127.0.0.1", 0)));
    return namespace.call(
        () ->
            Daemon.start(
                new PolicyStore(Optional.of(dir), Optional.empty()),
                Optional.of(dir),
                "node1",
                DataplaneSettings.defaults(),
                how));
  }

  private record Page(int code, String text) {}

  private Page get(Daemon daemon, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + daemon.metricsPort().orElseThrow() + path);
    return namespace.call(
        () -> {
          HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
          connection.setReadTimeout(10_000);
          int code = connection.getResponseCode();
          try (var in = code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Page(code, new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        });
  }

  private double metric(Daemon daemon, String name) {
    try {
      return get(daemon, "/metrics")
          .text()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(Double.NaN);
    } catch (Exception e) {
      throw new AssertionError(name, e);
    }
  }

  @Test
  void commitsDriftAndReadinessAreToldAndOwnCommitsReadNothing() throws Exception {
    try (Daemon daemon = start()) {
      Status ready = Awaiting.until(daemon::status, Status::ready, PATIENCE);
      assertThat(get(daemon, "/live")).isEqualTo(new Page(200, "ok\n"));
      assertThat(get(daemon, "/ready")).isEqualTo(new Page(200, "ok\n"));
      assertThat(get(daemon, "/other").code()).isEqualTo(404);
      String text = get(daemon, "/metrics").text();
      assertThat(text)
          .contains(
              "portcullis_commit_seconds_bucket{le=",
              "portcullis_rule_packets{decision=\"deny\",policy=\"deny-one\",rule=\"0\"} 0.0");
      assertThat(metric(daemon, "portcullis_commits_total")).isEqualTo(1);
      assertThat(metric(daemon, "portcullis_generation")).isEqualTo((double) ready.generation());
      assertThat(metric(daemon, "portcullis_ready")).isEqualTo(1);
      assertThat(metric(daemon, "portcullis_stale_seconds")).isZero();
      assertThat(metric(daemon, "portcullis_elements")).isPositive();
      LastProof proof = ready.proof().orElseThrow();
      assertThat(metric(daemon, "portcullis_proven_regions")).isEqualTo((double) proof.regions());
      assertThat(proof.regions()).isPositive();
      assertThat(metric(daemon, "portcullis_proven_timestamp_seconds"))
          .isEqualTo(proof.millis() / 1000.0);
      assertThat(metric(daemon, "portcullis_drift_timestamp_seconds")).isZero();
      assertThat(ready.drift()).isEmpty();
      assertThat(ready.stale()).isZero();

      Shell.must(namespace, "", "nft", "insert rule inet portcullis prerouting accept");
      Status repaired = Awaiting.until(daemon::status, s -> s.repairs() == 1, PATIENCE);
      assertThat(repaired.ready()).isTrue();
      Drift drift = repaired.drift().orElseThrow();
      assertThat(drift.processName()).contains("nft");
      assertThat(drift.process()).isPresent();
      assertThat(drift.what()).containsExactly("rule added");
      assertThat(repaired.proof()).contains(proof);
      assertThat(metric(daemon, "portcullis_drift_timestamp_seconds"))
          .isEqualTo(drift.millis() / 1000.0);
      assertThat(metric(daemon, "portcullis_foreign_changes_total")).isEqualTo(1);
      assertThat(metric(daemon, "portcullis_repairs_total")).isEqualTo(1);
      // Two for each commit, before and after it; none because of the notifications of our own.
      double reads = metric(daemon, "portcullis_table_reads");
      assertThat(reads).isEqualTo(4);

      Shell.must(namespace, "", "nft", "add table inet other");
      Files.writeString(dir.resolve("bad.yaml"), "kind: [");
      Status bad = Awaiting.until(daemon::status, s -> !s.ready(), PATIENCE);
      assertThat(get(daemon, "/ready").code()).isEqualTo(503);
      assertThat(get(daemon, "/ready").text()).contains("bad.yaml:1:");
      assertThat(bad.revision()).isEqualTo(1);
      assertThat(bad.stale()).isPositive();
      assertThat(metric(daemon, "portcullis_ready")).isZero();
      assertThat(metric(daemon, "portcullis_stale_seconds")).isPositive();
      assertThat(get(daemon, "/live").code()).isEqualTo(200);
      assertThat(metric(daemon, "portcullis_table_reads")).isEqualTo(reads);
    }
  }
}
