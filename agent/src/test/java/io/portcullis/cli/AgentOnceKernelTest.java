package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
