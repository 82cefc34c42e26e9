package io.portcullis.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.integration.update.Stream;
import io.portcullis.lab.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Socket buffers that are too small for what is sent, or for what is told. */
@Timeout(180)
class BuffersKernelTest {

  private static final int FOREIGN_RULES = 100_000;

  @TempDir private Path directory = Path.of("");

  @Test
  void whatWasToldInVainIsLookedUp() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      try (AgentProcess agent = AgentProcess.start(stream.namespace(), directory)) {
        agent.await("revision 1: ");
        stream.start();
        signal(stream, "STOP", agent);
        // More notifications than wait anywhere, and no packet gets to what they are about.
        Shell.must(stream.namespace(), foreign(), "nft", "-f", "-");
        signal(stream, "CONT", agent);

        agent.await("table inet portcullis was changed by", "repaired");

        guard.requireNothingLeftOver(Variants.policy(1));
        guard.requireEnforced(Variants.policy(1));
        guard.write(Variants.policy(2));
        agent.await("revision 2: ");
      }
      Guard.requireRight(stream.stop(), 1000);
    }
  }

  private static void signal(Stream stream, String signal, AgentProcess agent) {
    Shell.must(stream.namespace(), "", "kill", "-" + signal, Long.toString(agent.pid()));
  }

  private static String foreign() {
    return "add chain inet portcullis mine\n"
        + "add rule inet portcullis mine counter\n".repeat(FOREIGN_RULES);
  }

  /**
   * In a user namespace nobody may make send buffers larger than {@code net.core.wmem_max}. There
   * is no link there that packets could come by, so this one looks at the table alone.
   */
  @Test
  void aBatchThatDoesNotFitIsToldAndTheOldPolicyHolds() throws Exception {
    try (Stream stream = new Stream()) {
      Guard guard = new Guard(stream, directory);
      guard.write(Variants.policy(1));
      try (AgentProcess agent =
          AgentProcess.start(
              stream.namespace(),
              List.of("unshare", "--user", "--map-root-user", "--net"),
              List.of(),
              List.of("--policy-dir", directory.toString(), "--no-api"))) {
        agent.await("revision 1: ");
        String before = table(stream, agent);
        assertThat(before).contains("Deny by stream");

        Files.writeString(directory.resolve("large.yaml"), large());

        agent.await("EMSGSIZE", "raise net.core.wmem_max");
        assertThat(agent.isAlive()).isTrue();
        assertThat(table(stream, agent)).isEqualTo(before);

        Files.delete(directory.resolve("large.yaml"));
        guard.write(Variants.policy(2));
        agent.await("revision ", "operations");
        assertThat(table(stream, agent)).isNotEqualTo(before).contains("Deny by stream");
      }
    }
  }

  private static String table(Stream stream, AgentProcess agent) {
    return Shell.must(
        stream.namespace(),
        "",
        "nsenter",
        "--target",
        Long.toString(agent.pid()),
        "--user",
        "--preserve-credentials",
        "--net",
        "nft",
        "list",
        "table",
        "inet",
        "portcullis");
  }

  /** One policy on so many nets that no batch of a default buffer holds them. */
  private static String large() {
    return IntStream.range(0, 30_000)
        .mapToObj(i -> "  - %d.%d.%d.%d/32\n".formatted(11, i / 65_536, i / 256 % 256, i % 256))
        .collect(
            Collectors.joining(
                "",
                """
                apiVersion: projectcalico.org/v3
                kind: GlobalNetworkPolicy
                metadata: {name: large}
                spec:
                  order: 50
                  preDNAT: true
                  applyOnForward: true
                  selector: role == 'node'
                  ingress:
                  - action: Deny
                    protocol: TCP
                    source: {selector: set == 'large'}
                    destination: {ports: [31999]}
                ---
                apiVersion: projectcalico.org/v3
                kind: GlobalNetworkSet
                metadata: {name: large, labels: {set: large}}
                spec:
                  nets:
                """,
                ""));
  }
}
