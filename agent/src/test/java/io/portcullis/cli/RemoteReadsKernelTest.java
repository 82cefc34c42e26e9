package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.control.ControlSettings;
import io.portcullis.agent.control.Loopback;
import io.portcullis.agent.control.Requests;
import io.portcullis.agent.control.RunningAgent;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain}, {@code diff}, {@code verify} and {@code apply} of a running agent. */
class RemoteReadsKernelTest {

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("remote");

  @AfterEach
  void close() {
    namespace.close();
  }

  private Path socket() {
    return dir.resolve("control.sock");
  }

  private RunningAgent start() throws Exception {
    RunningAgent agent =
        new RunningAgent(
            namespace, ControlSettings.on(socket()), Optional.empty(), dir.resolve("state"));
    var unused = agent.client().apply(Requests.apply("cli", Requests.deny("one", 30080)).build());
    return agent;
  }

  private Cli run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--socket", socket().toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  private Cli explain(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("explain", "--in", "eth0", "--from", "203.0.113.7", "--to", "192.0.2.11"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void explainsByWhatTheAgentEnforces() throws Exception {
    try (RunningAgent agent = start()) {
      assertThat(agent.table()).contains("30080");

      Cli denied = explain("--tcp", "30080", "--why-not", "one/0", "--kernel");
      Cli allowed = explain("--tcp", "30081");
      Cli established = explain("--tcp", "30080", "--state", "established");
      Cli json = explain("--tcp", "30080", "-o", "json");

      assertThat(denied.err()).isEmpty();
      assertThat(denied.out())
          .startsWith("denied by policy one rule 0 of tier default, cli:policy.yaml:14:5")
          .contains("  hits: 0 packets\n", "  why not:\n    rule 0 of policy one ");
      assertThat(denied.exit()).isEqualTo(1);
      assertThat(allowed.exit()).isZero();
      assertThat(established.out()).startsWith("continues: its connection is established");
      assertThat(json.out()).contains("\"verdict\" : \"drop\"", "\"policy\" : \"one\"");
      assertThat(json.exit()).isEqualTo(1);
    }
  }

  @Test
  void whatIsAskedWronglyOrOfNobodyIsAnErrorAndNoVerdict() throws Exception {
    try (RunningAgent agent = start()) {
      assertThat(agent.table()).contains("30080");

      Cli policy = explain("--tcp", "30080", "--why-not", "two");
      Cli node = explain("--tcp", "30080", "--node", "node1");

      assertThat(policy.exit()).isEqualTo(2);
      assertThat(policy.err()).contains("why_not", "there is no policy 'two'; there is one");
      assertThat(node.exit()).isEqualTo(2);
      assertThat(node.err()).contains("go with -f");
    }
    Cli nobody = explain("--tcp", "30080");
    assertThat(nobody.exit()).isEqualTo(2);
    assertThat(nobody.err()).contains("no agent answers on " + socket());
    assertThat(run("verify").exit()).isEqualTo(15);
  }

  @Test
  void saysWhatFilesWouldChangeAndWhatARevisionDid() throws Exception {
    Path file = Files.writeString(dir.resolve("next.yaml"), Requests.deny("one", 30090));
    try (RunningAgent agent = start()) {
      Cli next = run("diff", "-f", file.toString());
      Cli json = run("diff", "-f", file.toString(), "-o", "json");
      Cli beside = run("diff", "-f", file.toString(), "--source", "team-b");

      assertThat(next.err()).isEmpty();
      assertThat(next.out())
          .startsWith("resources: 1 changed\n  ~ GlobalNetworkPolicy one\n")
          .contains("newly allowed: ", "TCP 30080", "newly denied: ", "TCP 30090");
      assertThat(next.exit()).isEqualTo(1);
      assertThat(json.out()).contains("\"same\" : false", "\"services\" : \"TCP 30090\"");
      assertThat(beside.exit()).isEqualTo(3);
      assertThat(beside.err()).contains("defined twice");

      assertThat(run("apply", "-f", file.toString()).exit()).isZero();
      Cli same = run("diff", "-f", file.toString());
      Cli before = run("diff", "--revision", "1");

      assertThat(same.out())
          .isEqualTo("resources: the same\nnewly allowed: nothing\nnewly denied: nothing\n");
      assertThat(same.exit()).isZero();
      assertThat(before.out()).contains("newly denied: ", "TCP 30080");
      assertThat(run("diff", "--revision", "9").exit()).isEqualTo(17);
      assertThat(agent.table()).contains("30090");
    }
  }

  @Test
  void verifiesTheAgentsPolicy() throws Exception {
    try (RunningAgent agent = start()) {
      assertThat(agent.table()).contains("30080");

      Cli cli = run("verify");

      assertThat(cli.err()).isEmpty();
      assertThat(cli.out())
          .matches("revision 1: the kernel holds what was proven, over \\d+ regions of packets\\n");
      assertThat(cli.exit()).isZero();
    }
  }

  @Test
  void saysWhichMapsPolicyBecame() throws Exception {
    try (RunningAgent agent = start()) {
      assertThat(agent.table()).contains("30080");

      Cli cli = run("layout");

      assertThat(cli.err()).isEmpty();
      assertThat(cli.out()).contains("taken ", " ns, ", " maps, ");
      assertThat(run("layout", "-o", "json").out()).contains("\"revision\" : 1", "\"taken\"");
    }
  }

  @Test
  void printsPacketsThatAreDroppedAndTheWayOfOne() throws Exception {
    Loopback.up(namespace);
    DataplaneSettings settings =
        DataplaneSettings.defaults().telling(Optional.of(new DataplaneSettings.Denied(5, 1000)));
    try (RunningAgent agent =
        new RunningAgent(
            namespace,
            ControlSettings.on(socket()),
            Optional.empty(),
            dir.resolve("state"),
            true,
            settings,
            false)) {
      String policy = Requests.deny("one", 9).replace("eth0", "lo").replace("TCP", "UDP");
      var unused = agent.client().apply(Requests.apply("cli", policy).build());
      Loopback.during(namespace, "127.0.0.1", this::printsDropsAndAWay, 9);
      Cli nothing = run("trace", "--udp", "10", "--for", "1s");
      assertThat(nothing.out()).isEmpty();
      assertThat(nothing.exit()).isZero();
    }
  }

  private void printsDropsAndAWay() {
    Cli drops = run("drops", "-n", "2");
    Cli trace = run("trace", "--udp", "9", "--from", "127.0.0.1");

    assertThat(drops.err()).isEmpty();
    assertThat(drops.out())
        .matches(
            "(\\S+Z UDP 127\\.0\\.0\\.1:\\d+ -> 127\\.0\\.0\\.1:9 in by lo: deny by policy one"
                + " rule 0, cli:policy\\.yaml:14\\n){2}");
    assertThat(drops.exit()).isZero();
    assertThat(trace.out())
        .contains("-> 127.0.0.1:9 in by lo\n  dropped: deny by policy one rule 0, cli:policy.")
        .contains("    inet portcullis rule-default-one-0[1]  drop  # Deny by one rule 0");
    assertThat(trace.exit()).isZero();
  }

  @Test
  void appliesNothingThatDeniesTheSshSessionThatItRunsIn() throws Exception {
    Shell.must(namespace, "", "ip", "link", "add", "eth0", "type", "veth");
    Shell.must(namespace, "", "ip", "address", "add", "192.0.2.11/24", "dev", "eth0");
    Path file = Files.writeString(dir.resolve("next.yaml"), Requests.deny("one", 2222));
    try (RunningAgent agent = start()) {
      String apply =
          String.join(
              " ",
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1 -cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              "io.portcullis.cli.Portcullis apply -f",
              file.toString(),
              "--socket",
              socket().toString());
      String session = "SSH_CONNECTION=198.51.100.9 50000 192.0.2.11 2222";

      Shell.Result refused = Shell.run(namespace, "", "env", session, "sh", "-c", apply);
      // As under sudo.
      Shell.Result above =
          Shell.run(namespace, "", "env", session, "sh", "-c", "env -i " + apply + "; exit $?");

      assertThat(refused.exit()).isEqualTo(17);
      assertThat(refused.err())
          .contains("rule 0 of policy one denies your own session", "\n  hint: ", "--force");
      assertThat(above.exit()).isEqualTo(17);
      assertThat(agent.table()).doesNotContain("2222");

      Shell.Result forced =
          Shell.run(namespace, "", "env", session, "sh", "-c", apply + " --force");

      assertThat(forced.err()).isEmpty();
      assertThat(forced.exit()).isZero();
      assertThat(agent.table()).contains("tcp . 2222");
    }
  }
}
