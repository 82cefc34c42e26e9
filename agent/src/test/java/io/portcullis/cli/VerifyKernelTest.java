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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify}: the kernel's table against the policy, whoever changed which. */
class VerifyKernelTest {

  private static final String T = "inet portcullis ";

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("verify");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private Cli run(String... args) throws Exception {
    return namespace.call(() -> Cli.run(args));
  }

  private Cli verify() throws Exception {
    return run("verify", "-f", dir.toString(), "--node", "node1", "--link", "eth0");
  }

  private void program() throws Exception {
    Cli cli =
        run("agent", "--once", "--policy-dir", dir.toString(), "--node", "node1", "--link", "eth0");
    assertThat(cli.exit()).as(cli.err()).isZero();
  }

  @Test
  void whatTheAgentProgrammedIsProven() throws Exception {
    program();

    Cli cli = verify();

    assertThat(cli.err()).isEmpty();
    assertThat(cli.out()).matches("node node1: proven, over \\d+ regions of packets\\n");
    assertThat(cli.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete element " + T + "endpoint-1-v4-services { tcp . 30080 }",
        "add element " + T + "endpoint-1-v4-services { tcp . 1234 : accept }",
        "delete element "
            + T
            + "endpoint-1-v4-services { tcp . 30080 };"
            + " add element "
            + T
            + "endpoint-1-v4-services { tcp . 30080 : accept }",
        "insert rule " + T + "prerouting ip saddr 203.0.113.9 accept",
        "chain " + T + "prerouting { policy drop; }",
      })
  void whatIsChangedByHandIsFoundWithAPacket(String change) throws Exception {
    program();
    Shell.must(namespace, "", "nft", change);

    Cli cli = verify();

    assertThat(cli.exit()).isEqualTo(9);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .startsWith("portcullis: error: the ruleset does not do what policy says")
        .contains("Packet[inInterface=", "policy:  ", "ruleset: ", "\n  hint: ");
  }

  @Test
  void policyThatIsNotProgrammedYetIsFound() throws Exception {
    program();
    Files.writeString(dir.resolve("policy.yaml"), Policy.ALL.replace("30080", "30090"));

    assertThat(verify().exit()).isEqualTo(9);
  }

  @Test
  void noTableAtAll() throws Exception {
    Cli cli = verify();

    assertThat(cli.exit()).isEqualTo(9);
    assertThat(cli.err()).contains("the kernel has no table inet portcullis", "agent --once");
  }
}
