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

/** {@code agent --once} in a namespace of its own. */
class AgentOnceKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("once");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private Cli once(String... more) throws Exception {
    String[] args = {
      "agent", "--once", "--policy-dir", dir.toString(), "--node", "node1", "--link", "eth0"
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return namespace.call(() -> Cli.run(all));
  }

  private String table() {
    return Shell.must(namespace, "", "nft", "list", "table", "inet", "portcullis");
  }

  @Test
  void programsTheKernelAndLeavesTheTableInPlace() throws Exception {
    Cli cli = once();

    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    assertThat(cli.out()).matches("node node1: \\d+ operations in 2 transactions; .*\\n");
    assertThat(table())
        .contains("type filter hook prerouting priority dstnat - 1; policy accept;")
        .contains("tcp . 30080 : goto", "tcp . 31010 : goto", "allow-office", "deny-all");
  }

  @Test
  void sendsNothingTheSecondTime() throws Exception {
    once();
    String first = table();

    Cli again = once("-o", "json");

    assertThat(again.out()).contains("\"changed\" : false", "\"operations\" : 0");
    assertThat(table()).isEqualTo(first);
  }

  @Test
  void badPolicyChangesNothing() throws Exception {
    once();
    String first = table();
    Files.writeString(dir.resolve("z.yaml"), "kind: [");

    Cli bad = once();

    assertThat(bad.exit()).isEqualTo(10);
    assertThat(table()).isEqualTo(first);
  }

  @Test
  void anotherPolicyReplacesTheFirst() throws Exception {
    once();
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL.replace("30080", "30090"));

    Cli other = once();

    assertThat(other.err()).isEmpty();
    assertThat(other.exit()).isZero();
    assertThat(table()).contains("tcp . 30090 : goto").doesNotContain("tcp . 30080");
  }

  @Test
  void whatSomebodyChangedByHandIsRepaired() throws Exception {
    once();
    String first = table();
    Shell.must(
        namespace,
        "",
        "nft",
        "insert rule inet portcullis prerouting accept; add set inet portcullis foreign"
            + " { type ipv4_addr; }; chain inet portcullis prerouting { policy drop; }");
    assertThat(table()).isNotEqualTo(first);

    Cli repair = once();

    assertThat(repair.exit()).isZero();
    assertThat(table()).isEqualTo(first);
  }

  @Test
  void otherTablesAreLeftAlone() throws Exception {
    Shell.must(namespace, "table inet other { chain c { accept; }; }", "nft", "-f", "-");

    once();

    assertThat(Shell.must(namespace, "", "nft", "list", "table", "inet", "other"))
        .contains("accept");
  }

  @Test
  void explainTellsWhatTheKernelCountedIfAsked() throws Exception {
    once();
    String[] explain = {
      "explain",
      "-f",
      dir.toString(),
      "--node",
      "node1",
      "--link",
      "eth0",
      "--in",
      "eth0",
      "--from",
      "203.0.113.7",
      "--to",
      "192.0.2.11",
      "--tcp",
      "30080",
      "--kernel"
    };

    Cli counted = namespace.call(() -> Cli.run(explain));
    assertThat(counted.out()).startsWith("denied by policy deny-all").contains("hits: 0 packets\n");
    assertThat(counted.exit()).isEqualTo(1);

    Shell.must(namespace, "", "nft", "add", "chain", "inet", "portcullis", "somebody-elses");
    Cli other = namespace.call(() -> Cli.run(explain));
    assertThat(other.out()).contains("hits: not known: the kernel holds another policy\n");
    assertThat(other.exit()).isEqualTo(1);

    Shell.must(namespace, "", "nft", "delete", "table", "inet", "portcullis");
    Cli none = namespace.call(() -> Cli.run(explain));
    assertThat(none.out()).contains("hits: not known: the kernel has no table inet portcullis\n");
    assertThat(none.exit()).isEqualTo(1);
  }

  /** A command over SSH from 198.51.100.9, to port 2222 of this host. */
  private Shell.Result overSsh(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "SSH_CONNECTION=198.51.100.9 50000 192.0.2.11 2222",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.portcullis.cli.Portcullis"));
    command.addAll(List.of(arguments));
    return Shell.run(namespace, "", command.toArray(String[]::new));
  }

  private static void requireCut(Shell.Result result, String policy) {
    assertThat(result.err())
        .contains(
            "rule 0 of policy " + policy + " denies your own session", "\n  hint: ", "--force")
        .contains("TCP from 198.51.100.9 to 192.0.2.11 port 2222");
    assertThat(result.exit()).isEqualTo(17);
  }

  private void link() {
    Shell.must(namespace, "", "ip", "link", "add", "eth0", "type", "veth");
    Shell.must(namespace, "", "ip", "address", "add", "192.0.2.11/24", "dev", "eth0");
  }

  @Test
  void policyThatDeniesTheSshSessionItRunsInIsRefusedUnlessItIsMeantSo() throws Exception {
    String[] once = {"agent", "--once", "--policy-dir", dir.toString(), "--node", "node1"};
    String[] forced = java.util.Arrays.copyOf(once, once.length + 1);
    forced[once.length] = "--force";
    link();
    String open = Policy.ALL.replace("ports: [30080,", "ports: [2222, 30080,");
    Files.writeString(dir.resolve("policy.yaml"), open);
    assertThat(overSsh(once).exit()).isZero();
    String before = table();
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);

    requireCut(overSsh(once), "deny-all");

    assertThat(table()).isEqualTo(before);
    assertThat(overSsh(forced).exit()).isZero();
    assertThat(table()).doesNotContain("2222");
    // It changes nothing any more, and so it does not cut anything.
    assertThat(overSsh(once).out()).contains("nothing sent");
  }

  @Test
  void panicWithoutAnAgentSparesItToo() throws Exception {
    link();
    String[] panic = {
      "panic", "closed", "-y", "--no-agent", "-f", dir.toString(), "--node", "node1", "--force"
    };

    requireCut(
        overSsh(java.util.Arrays.copyOf(panic, panic.length - 1)), "portcullis-panic.closed");

    assertThat(Shell.must(namespace, "", "nft", "list", "ruleset")).isEmpty();
    assertThat(overSsh(panic).out()).contains("closed on 1 endpoints");
  }
}
