package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Commands that talk to an agent, to a real one. */
class RemoteKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("remote");
  private Path policy = Path.of("");

  @BeforeEach
  void write() throws Exception {
    policy = Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
    String unused = Shell.must(namespace, "", "ip", "link", "add", "eth0", "type", "veth");
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private LocalAgent start() throws Exception {
    return new LocalAgent(namespace, dir);
  }

  private static void apply(LocalAgent agent, Path file) {
    assertThat(agent.run("apply", "-f", file.toString()).exit()).isZero();
  }

  private String table() {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
  }

  @Test
  void statusIsOneScreen() throws Exception {
    String unused =
        Shell.must(
            namespace,
            """
            table ip kube-proxy {
              chain pre { type nat hook prerouting priority -100; }
            }
            """,
            "nft",
            "-f",
            "-");
    try (LocalAgent agent = start()) {
      assertThat(agent.run("status").exit()).isEqualTo(1);
      assertThat(agent.run("status").out()).contains("no, for ", "none: nothing is guarded");
      apply(agent, policy);

      Cli status = agent.run("status");

      assertThat(status.exit()).isZero();
      assertThat(status.err()).isEmpty();
      assertThat(status.out())
          .contains("node        node1, portcullis ")
          .contains("ready       yes")
          .contains("revision    1, proven, held by the kernel")
          .containsPattern("proof       20\\S+Z, over [1-9][0-9]* regions of packets")
          .contains("sources     cli, 1 document")
          .contains("dataplane   nftables, Linux " + System.getProperty("os.version"))
          .contains("table       inet portcullis is owned by nobody")
          .containsPattern("generation  [0-9]+\n")
          .contains("drift       nobody changed the table\n")
          .containsPattern("node1-eth0 +eth0; 2 policies, 2 rules")
          .containsPattern("-101  filter  inet portcullis prerouting  <- policy")
          .containsPattern("-100  nat     ip kube-proxy pre")
          .containsPattern("ok +kube-proxy +in nftables mode")
          .doesNotContain("\033[");
      assertThat(status.out().lines().count()).isLessThan(40);
    }
  }

  @Test
  void statusNamesWhoChangedTheTableLast() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);
      // A name that would write to the terminal of whoever asks.
      Path nft = Files.createSymbolicLink(dir.resolve("n\033[31mft"), Path.of("/usr/sbin/nft"));
      change(nft, "insert rule inet portcullis prerouting accept");
      // Two changes that are undone at once count as one.
      var unused = awaitStatus(agent, "one change by somebody else was undone");
      change(nft, "delete table inet portcullis");

      Cli text = awaitStatus(agent, "2 changes by others were undone");
      Map<String, Object> json = JSON.std.mapFrom(agent.run("status", "-o", "json").out());

      assertThat(text.out())
          .containsPattern(
              "2 changes by others were undone, the last 20\\S+Z, by n\\?\\[31mft \\([0-9]+\\): .*table"
                  + " deleted");
      assertThat(json.get("drift")).asString().contains("process=n?[31mft", "table deleted");
      assertThat(json).containsEntry("repairs", 2).containsEntry("staleSeconds", 0.0);
    }
  }

  private void change(Path nft, String what) {
    String unused = Shell.must(namespace, "", nft.toString(), what);
  }

  private static Cli awaitStatus(LocalAgent agent, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Cli status = agent.run("status");
      if (status.out().contains(what)) {
        return status;
      }
      assertThat(System.nanoTime() - deadline).as(status.out()).isNegative();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void statusSaysForHowLongPolicyIsNotHeld() throws Exception {
    try (LocalAgent agent = start()) {
      Cli text = agent.run("status");
      Map<String, Object> json = JSON.std.mapFrom(agent.run("status", "-o", "json").out());

      assertThat(text.out()).containsPattern("ready       no, for [0-9]+ s: ");
      assertThat(json.get("staleSeconds")).isInstanceOf(Double.class).isNotEqualTo(0.0);
      assertThat(json).doesNotContainKeys("proof", "drift");
    }
  }

  @Test
  void statusSaysWhatIsThereAsJsonAndAsYaml() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);

      Map<String, Object> json = JSON.std.mapFrom(agent.run("status", "-o", "json").out());
      Object yaml =
          new Load(LoadSettings.builder().build())
              .loadFromString(agent.run("status", "-o", "yaml").out());

      assertThat(json).containsKeys("node", "revision", "warnings", "details");
      assertThat(json.get("details")).asString().contains("endpoint", "eth0", "inet portcullis");
      assertThat(yaml).isEqualTo(json);
    }
  }

  @Test
  void watchingSaysItSoOften() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);

      Cli counters = agent.run("counters", "--watch", "--interval", "1", "--times", "2");

      assertThat(counters.exit()).isZero();
      assertThat(counters.out().split("packets +bytes +rule", -1)).hasSize(3);
      assertThat(agent.run("counters", "--watch", "--interval", "0").exit()).isEqualTo(2);
    }
  }

  @Test
  void topCountsWhatIsAddedInASecond() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);

      Cli top = agent.run("top", "--interval", "1", "--times", "2", "-o", "json");

      assertThat(top.exit()).isZero();
      assertThat(top.out()).contains("packetsPerSecond", "deny-all");
      Cli text = agent.run("top", "--times", "1");
      assertThat(text.out()).contains("packets/s", "deny-all[0]").doesNotContain("\033[");
    }
  }

  @Test
  void aTerminalHasColoursAndGetsItsScreenBack() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);
      System.setProperty("portcullis.terminal", "true");
      try {
        String top = agent.run("top", "--times", "1").out();

        assertThat(top).startsWith("\033[?1049h\033[?25l\033[H\033[2J").endsWith("\033[?1049l");
        assertThat(top).contains("deny-all[0]");
        assertThat(agent.run("status", "--watch", "--times", "1").out())
            .startsWith("\033[H\033[2J")
            .contains("ready       " + Style.good("yes"));
        assertThat(agent.run("status", "-o", "json").out()).doesNotContain("\033[");
      } finally {
        System.clearProperty("portcullis.terminal");
      }
    }
  }

  @Test
  void panicAsksAndOverrulesPolicyUntilItsEnd() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);
      String before = table();

      Cli nobody = agent.run("panic", "open");

      assertThat(nobody.exit()).isEqualTo(2);
      assertThat(nobody.err()).contains("nobody to ask", "--yes");
      assertThat(table()).isEqualTo(before);

      assertThat(agent.run("panic", "closed", "--yes").out()).contains("panic closed decides");
      assertThat(table())
          .contains("Deny by portcullis-panic.closed")
          .doesNotContain("by allow-office");
      assertThat(agent.run("status").out()).contains("panic closed decides", "panic end");

      assertThat(agent.run("panic", "open", "--yes", "--confirm", "60s").exit()).isZero();
      assertThat(table()).contains("Allow by portcullis-panic.open").doesNotContain("closed");
      assertThat(agent.run("panic", "end").err()).contains("confirm");
      assertThat(agent.run("confirm").exit()).isZero();

      assertThat(agent.run("panic", "end").out()).contains("policy decides again");
      assertThat(table()).contains("Allow by allow-office", "Deny by deny-all");
      assertThat(table()).doesNotContain("panic");
      assertThat(agent.run("panic", "end").exit()).isEqualTo(17);
    }
  }

  @Test
  void withoutAnAgentPanicIsDoneInTheKernelUntilPolicyIsLoaded() throws Exception {
    try (LocalAgent agent = start()) {
      apply(agent, policy);
    }

    Cli closed =
        namespace.call(
            () ->
                Cli.run(
                    "panic",
                    "closed",
                    "-y",
                    "--no-agent",
                    "-f",
                    dir.toString(),
                    "--node",
                    "node1"));

    assertThat(closed.out()).contains("closed on 1 endpoints of node node1");
    assertThat(table())
        .contains("Deny by portcullis-panic.closed")
        .doesNotContain("by allow-office");

    Cli open = namespace.call(() -> Cli.run("panic", "open", "-y", "--no-agent"));

    assertThat(open.out()).contains("nothing is guarded");
    assertThat(Shell.must(namespace, "", "nft", "list", "ruleset")).isEmpty();
    assertThat(namespace.call(() -> Cli.run("panic", "open", "-y", "--no-agent")).out())
        .contains("there is no table");
    try (LocalAgent agent = start()) {
      agent.awaitReady();
      assertThat(table()).contains("30080");
    }
  }
}
