package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.agent.control.ControlSettings;
import io.portcullis.agent.control.Loopback;
import io.portcullis.agent.control.RunningAgent;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.DataplaneSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What programs read: the fields of each command's {@code -o json}, as {@code shapes.txt} beside
 * this test has them, and the same in YAML. Fields may come; whoever takes one away breaks scripts.
 * What a run has is written to {@code target/shapes.txt}, to be taken over where that is meant.
 */
@Timeout(180)
class OutputShapesKernelTest {

  /** Commands that look at the kernel themselves. */
  private static final List<String> HERE = List.of("agent", "doctor");

  @TempDir private Path dir = Path.of("");
  private final NetworkNamespace namespace = NetworkNamespace.create("shapes");
  private final StringBuilder shapes = new StringBuilder();
  private final TreeSet<String> asked = new TreeSet<>();

  @AfterEach
  void close() {
    namespace.close();
  }

  private Cli run(boolean remote, List<String> args, String format) throws Exception {
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("-o", format));
    if (remote) {
      all.addAll(List.of("--socket", dir.resolve("control.sock").toString()));
    }
    String[] words = all.toArray(String[]::new);
    // The namespace has one thread, which traffic needs.
    return HERE.contains(args.get(0)) ? namespace.call(() -> Cli.run(words)) : Cli.run(words);
  }

  /** Runs a command twice, that says the same both times, and notes what it says. */
  private void both(boolean remote, String... args) throws Exception {
    String json = run(remote, List.of(args), "json").out();
    String yaml = run(remote, List.of(args), "yaml").out();
    assertThat(yaml).as("%s", String.join(" ", args)).startsWith("---\n");
    String again = Shape.of(asMap(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    assertThat(again).as("%s", String.join(" ", args)).isEqualTo(Shape.of(JSON.std.mapFrom(json)));
    note(json, args);
  }

  private static Map<?, ?> asMap(Object tree) {
    return (Map<?, ?>) tree;
  }

  /** Runs a command once, and notes what it says. */
  private void once(String... args) throws Exception {
    Cli cli = run(true, List.of(args), "json");
    assertThat(cli.out()).as("%s: %s", String.join(" ", args), cli.err()).startsWith("{");
    note(cli.out(), args);
  }

  private void note(String json, String... args) throws Exception {
    asked.add(args[0]);
    String words = String.join(" ", args).replace(dir + "/", "").replaceAll("docs/\\S+/", "");
    shapes.append("portcullis ").append(words).append('\n');
    shapes.append(Shape.of(JSON.std.mapFrom(json)));
  }

  @Test
  void everyCommandSaysTheSameFieldsAsEver() throws Exception {
    String policy = dir.resolve("policy.yaml").toString();
    Files.writeString(Path.of(policy), Policy.ALL.replace("eth0", "lo"));
    String other = dir.resolve("other.yaml").toString();
    Files.writeString(Path.of(other), Policy.ALL.replace("eth0", "lo").replace("30080", "30081"));
    Loopback.up(namespace);
    DataplaneSettings settings =
        DataplaneSettings.defaults().telling(Optional.of(new DataplaneSettings.Denied(5, 1000)));
    try (RunningAgent agent =
        new RunningAgent(
            namespace,
            ControlSettings.on(dir.resolve("control.sock")),
            Optional.empty(),
            dir.resolve("state"),
            true,
            settings,
            false)) {
      once("apply", "-f", other);
      once("apply", "-f", policy, "--confirm", "60s");
      once("confirm");
      once("apply", "--dry-run", "-f", other);
      String unused = Shell.must(namespace, "", "nft", "flush table inet portcullis");
      awaitRepair(agent);
      both(true, "status");
      both(true, "get");
      both(true, "get", "cli");
      both(true, "history");
      both(true, "counters");
      both(true, "verify");
      both(true, "layout");
      both(true, "diff", "-f", other);
      both(true, "diff", "--revision", "1", "--attribution");
      List<String> packet =
          List.of("--in", "lo", "--from", "203.0.113.7", "--to", "127.0.0.1", "--tcp", "30080");
      both(true, with(packet, "explain", "--why-not", "allow-office", "--kernel"));
      both(true, "watch", "--for", "1s");
      once("top", "--times", "1");
      Loopback.during(namespace, "127.0.0.1", () -> once("drops", "-n", "1"), 9);
      Loopback.during(namespace, "127.0.0.1", () -> once("trace", "--udp", "9"), 9);
      both(true, "doctor");
      once("rollback", "1");
      once("panic", "closed", "--yes", "--force");
      once("delete", "panic");

      both(false, with(packet, "explain", "-f", policy, "--node", "node1"));
      both(false, "diff", "--old", policy, "-f", other, "--node", "node1", "--link", "lo");
      both(false, "compile", "-f", policy, "--node", "node1");
      both(false, "compile", "-f", policy, "--node", "node1", "--explain-layout");
      both(false, "agent", "--check-config", "--policy-dir", "/etc/portcullis/policy");
    }
    both(false, "agent", "--once", "--policy-dir", onlyPolicy(), "--node", "node1");

    Path written = Path.of("target/shapes.txt");
    Files.writeString(written, shapes);
    assertThat(shapes).hasToString(golden());
    TreeSet<String> others = new TreeSet<>(Portcullis.commandLine().getSubcommands().keySet());
    others.removeAll(asked);
    // The first two print what other programs read; the demo has a test of its own.
    assertThat(others).containsExactly("completion", "demo", "man");
  }

  private String onlyPolicy() throws Exception {
    Path only = Files.createDirectory(dir.resolve("only"));
    Files.writeString(only.resolve("policy.yaml"), Policy.ALL.replace("eth0", "lo"));
    return only.toString();
  }

  private static String[] with(List<String> packet, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(packet);
    return all.toArray(String[]::new);
  }

  private void awaitRepair(RunningAgent agent) throws Exception {
    while (!agent.table().contains("30080")) {
      Thread.onSpinWait();
    }
  }

  private static String golden() throws Exception {
    try (var in =
        Objects.requireNonNull(OutputShapesKernelTest.class.getResourceAsStream("shapes.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
