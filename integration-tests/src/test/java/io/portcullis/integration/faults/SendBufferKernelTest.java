package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.integration.update.Stream;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent in a user namespace, which owns its network namespace and may program it, but may not
 * have a larger send buffer than net.core.wmem_max says (SO_SNDBUFFORCE asks for CAP_NET_ADMIN of
 * the first user namespace).
 */
@Timeout(180)
class SendBufferKernelTest {

  private static final Path MOST = Path.of("/proc/sys/net/core/wmem_max");

  /** What the kernel has unless somebody raises it. */
  private static final int USUAL = 212_992;

  private static final int NETWORKS = 100_000;

  @TempDir private Path directory = Path.of("");
  private String before = "";

  @BeforeEach
  void lower() throws Exception {
    // In one read: the kernel gives nothing to a second one.
    try (BufferedReader file = Files.newBufferedReader(MOST)) {
      before = String.valueOf(file.readLine());
    }
    if (Integer.parseInt(before) > USUAL) {
      most(Integer.toString(USUAL));
    }
  }

  @AfterEach
  void restore() throws Exception {
    most(before);
  }

  /** As sysctl(8) does it, which a whole machine notices: as briefly as that may be. */
  private static void most(String bytes) throws Exception {
    Process sysctl = new ProcessBuilder("sysctl", "-qw", "net.core.wmem_max=" + bytes).start();
    assertThat(sysctl.waitFor()).isZero();
  }

  @Test
  void policyThatDoesNotFitIsRefusedAndTheAgentGoesOn() throws Exception {
    Process holder =
        new ProcessBuilder("unshare", "-U", "-r", "-n", "sh", "-c", "echo; read x").start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('\n');
      String pid = Long.toString(holder.pid());
      try (Stream stream = new Stream(NetworkNamespace.open("/proc/" + pid + "/ns/net"))) {
        Guard guard = new Guard(stream, directory);
        guard.write(Variants.policy(1));
        try (AgentProcess agent =
            AgentProcess.start(
                stream.namespace(),
                List.of("nsenter", "-t", pid, "-U", "--"),
                List.of("-Xmx600m"),
                List.of("--policy-dir", directory.toString(), "--no-api"))) {
          agent.await("revision 1: ");
          stream.start();

          guard.write(Variants.policy(2) + networks());

          agent.await("EMSGSIZE", "raise net.core.wmem_max");
          guard.requireEnforced(Variants.policy(1));
          stream.awaitMore(100);
          guard.write(Variants.policy(3));
          agent.await("revision 3: ");
          guard.requireEnforced(Variants.policy(3));
        }
        Guard.requireRight(stream.stop(), 1000);
      }
    } finally {
      Process unused = holder.destroyForcibly();
    }
  }

  /** None next to another, so that each is an element. */
  private static String networks() {
    StringBuilder yaml =
        new StringBuilder(
            """
            ---
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata: {name: some}
            spec:
              order: 50
              preDNAT: true
              applyOnForward: true
              selector: role == 'node'
              ingress:
              - {action: Deny, protocol: TCP, source: {selector: some == 'net'}}
            ---
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkSet
            metadata: {name: some, labels: {some: net}}
            spec:
              nets:
            """);
    for (int i = 0; i < NETWORKS; i++) {
      yaml.append(
          "  - %d.%d.%d.0/24\n".formatted(20 + 2 * i / 65_536, 2 * i / 256 % 256, 2 * i % 256));
    }
    return yaml.toString();
  }
}
