package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose control API is as its configuration says. */
class ApiConfigurationKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("api-config");

  @AfterEach
  void close() {
    namespace.close();
  }

  private Process agent(String configuration) throws Exception {
    Path file = Files.writeString(dir.resolve("config.yaml"), configuration);
    return namespace.start(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.portcullis.cli.Portcullis",
                "agent",
                "--config",
                file.toString())
            .redirectErrorStream(true));
  }

  @Test
  void itsSocketItsStateAndWhatIsLoggedOfDropsAreThere() throws Exception {
    Path socket = dir.resolve("run/p.sock");
    Process agent =
        agent(
            """
            nodeName: node1
            apiSocket: %s
            stateDir: %s
            apiGroup: daemon
            denied: {group: 7, perSecond: 20}
            metricsListen: off
            """
                .formatted(socket, dir.resolve("kept")));
    try (BufferedReader log = agent.inputReader()) {
      String line = log.readLine();
      while (line != null && !line.contains("control API on " + socket)) {
        line = log.readLine();
      }
      assertThat(line).isNotNull();
      Path policy = Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);

      Cli applied = Cli.run("apply", "-f", policy.toString(), "--socket", socket.toString());

      assertThat(applied.err()).isEmpty();
      assertThat(applied.exit()).isZero();
      assertThat(dir.resolve("kept/log")).isDirectoryContaining("glob:**");
      assertThat(Files.getAttribute(socket, "unix:gid")).isNotEqualTo(0);
      assertThat(io.portcullis.lab.Shell.must(namespace, "", "nft", "list table inet portcullis"))
          .contains(
              "limit rate 20/second log prefix \"deny-all/0\" group 7",
              "log prefix \"(invalid)\" group 7");
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void whatItCannotDoIsSaidAndItEnds() throws Exception {
    for (String wrong :
        List.of(
            "apiGroup: no-such-group-here\n",
            "apiTls: {listen: '127.0.0.1:0', certificate: a," + " key: b, clientAuthority: c}\n")) {
      Process agent =
          agent(
              wrong
                  + "nodeName: node1\napiSocket: "
                  + dir.resolve("p.sock")
                  + "\nstateDir: "
                  + dir.resolve("kept")
                  + "\nmetricsListen: off\n");
      try {
        String said =
            new String(
                agent.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(agent.waitFor()).as(said).isEqualTo(5);
        assertThat(said).contains("portcullis: error: ", "\n  hint: ");
      } finally {
        agent.destroyForcibly();
      }
    }
  }
}
