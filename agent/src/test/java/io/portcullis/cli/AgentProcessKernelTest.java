package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process: how it logs, and what {@code --once} may do beside it. */
class AgentProcessKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("agent");
  private final List<Process> started = new ArrayList<>();
  private Path policy = Path.of("");

  @BeforeEach
  void write() throws IOException {
    policy = Files.createDirectory(dir.resolve("policy"));
    Files.writeString(policy.resolve("policy.yaml"), Policy.ALL);
  }

  @AfterEach
  void close() {
    started.forEach(Process::destroyForcibly);
    namespace.close();
  }

  private Path config(String text) throws IOException {
    return Files.writeString(dir.resolve("config.yaml"), text);
  }

  private BufferedReader agent(Path config) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.portcullis.cli.Portcullis",
                "agent",
                "--no-api",
                "--policy-dir",
                policy.toString(),
                "--node",
                "node1",
                "--config",
                config.toString())
            .redirectErrorStream(true);
    Process process = namespace.start(builder);
    started.add(process);
    return process.inputReader();
  }

  private Cli once() throws Exception {
    return namespace.call(
        () ->
            Cli.run(
                "agent",
                "--once",
                "--policy-dir",
                policy.toString(),
                "--node",
                "node1",
                "--link",
                "eth0"));
  }

  private String table() {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
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

  @Test
  void asJsonEachLineOfTheLogIsAnObjectAndAChangeHasItsNumbers() throws Exception {
    try (BufferedReader log = agent(config("logFormat: json\nmetricsListen: off\n"))) {
      List<Map<String, Object>> lines = new ArrayList<>();
      Object message = "";
      while (!String.valueOf(message).startsWith("revision 1: ")) {
        String line = log.readLine();
        assertThat(line).as("after %s", lines).isNotNull();
        lines.add(JSON.std.mapFrom(line));
        message = lines.get(lines.size() - 1).get("formattedMessage");
      }

      assertThat(lines)
          .allSatisfy(line -> assertThat(line).containsKeys("timestamp", "level"))
          .hasSizeGreaterThan(1);
      Map<String, Object> change = lines.get(lines.size() - 1);
      assertThat(change).containsEntry("level", "INFO");
      assertThat(String.valueOf(change.get("kvpList")))
          .contains("revision=1", "operations=", "millis=", "generation=", "repair=false");
    }
  }

  @Test
  void besideAnAgentThatOwnsTheTableOnceChangesNothingAndSaysWhose() throws Exception {
    try (BufferedReader log = agent(config("metricsListen: off\n"))) {
      String unused = lineWith(log, "revision 1: ");
      String held = table();
      assumeTrue(held.contains("owner"), "this kernel has no owned tables");

      Cli same = once();

      assertThat(same.out()).contains("the kernel holds this policy already, nothing sent");
      assertThat(same.exit()).isZero();

      // Elsewhere, so that the agent does not follow.
      Path other = Files.createDirectory(dir.resolve("other"));
      Files.writeString(other.resolve("p.yaml"), Policy.ALL.replace("30080", "30090"));
      policy = other;
      Cli refused = once();

      assertThat(refused.exit()).isEqualTo(8);
      assertThat(refused.err()).contains("belongs to another process", "\n  hint: ");
      assertThat(table()).isEqualTo(held);
    }
  }

  @Test
  void whatAnOwnerLeftOnceTakesOver() throws Exception {
    try (BufferedReader log = agent(config("metricsListen: off\n"))) {
      String unused = lineWith(log, "revision 1: ");
      started.get(0).destroyForcibly();
      assertThat(started.get(0).waitFor()).isEqualTo(128 + 9);
    }
    Files.writeString(policy.resolve("policy.yaml"), Policy.ALL.replace("30080", "30090"));

    Cli once = once();

    assertThat(once.err()).isEmpty();
    assertThat(once.exit()).isZero();
    assertThat(table()).contains("tcp . 30090").doesNotContain("tcp . 30080");
  }
}
