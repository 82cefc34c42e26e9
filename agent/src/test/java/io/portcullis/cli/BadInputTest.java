package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to get the input wrong: one line, a hint, an exit code of its own, no stack trace. */
class BadInputTest {

  @TempDir private Path dir = Path.of("");

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of(
            "unknown field",
            Policy.DENY.replace("order:", "ordre:"),
            11,
            6,
            "spec.ordre: unknown field",
            "did you mean order?"),
        Arguments.of(
            "bad selector",
            Policy.DENY.replace("role == 'node'", "role = 'node'"),
            12,
            9,
            "spec.selector: bad selector",
            "such as"),
        Arguments.of(
            "bad CIDR",
            Policy.OFFICE.replace("198.51.100.0/24", "198.51.100.0/33"),
            13,
            8,
            "spec.nets[0]: ",
            "such as 10.0.0.0/8"),
        Arguments.of(
            "egress",
            Policy.DENY + "  egress:\n  - action: Deny\n",
            14,
            13,
            "spec.egress: preDNAT policy cannot have egress rules",
            "of their own"),
        Arguments.of(
            "no applyOnForward",
            Policy.DENY.replace("  applyOnForward: true\n", ""),
            14,
            6,
            "spec.applyOnForward: preDNAT policy must have",
            "add applyOnForward: true"),
        Arguments.of("not YAML", "a: b: c\n", 10, 1, "not YAML: ", "check quotes"),
        Arguments.of("not a resource", "- 1\n", 10, 1, "not a resource", "apiVersion"),
        Arguments.of(
            "bad action",
            Policy.DENY.replace("action: Deny", "action: Drop"),
            3,
            11,
            "spec.ingress[0].action: ",
            "Allow, Deny"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  void policy(String name, String text, int exit, int line, String says, String hint)
      throws IOException {
    Files.writeString(dir.resolve("p.yaml"), text);

    for (Cli cli :
        new Cli[] {
          Cli.run("compile", "-f", dir.toString(), "--node", "node1"),
          Cli.run("agent", "--once", "--policy-dir", dir.toString(), "--node", "node1")
        }) {
      assertThat(cli.exit()).isEqualTo(exit);
      assertThat(cli.out()).isEmpty();
      assertThat(cli.err().lines()).hasSize(2);
      assertThat(cli.err())
          .startsWith("portcullis: error: " + dir.resolve("p.yaml") + ":" + line + ":")
          .contains(says)
          .containsPattern("\n  hint: .*" + java.util.regex.Pattern.quote(hint));
    }
  }

  @Test
  void severalProblemsAreAllTold() throws IOException {
    Files.writeString(
        dir.resolve("p.yaml"), Policy.DENY.replace("order:", "ordre:").replace("Deny", "Drop"));

    Cli cli = Cli.run("compile", "-f", dir.toString(), "--node", "node1");

    assertThat(cli.exit()).isEqualTo(3);
    assertThat(cli.err().lines()).hasSize(4);
    assertThat(cli.err()).contains("invalid in 2 places", "p.yaml:6:", "p.yaml:11:");
  }

  @Test
  void aDirectoryThatIsNotThere() {
    Path missing = dir.resolve("missing");

    Cli cli = Cli.run("agent", "--once", "--policy-dir", missing.toString());

    assertThat(cli.exit()).isEqualTo(4);
    assertThat(cli.err())
        .isEqualTo(
            "portcullis: error: "
                + missing
                + ": no such file or directory\n"
                + "  hint: name a directory with policy in it, or a policy file\n");
  }

  @Test
  void aFileThatIsNotText() throws IOException {
    Files.write(dir.resolve("p.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0});

    Cli cli = Cli.run("compile", "-f", dir.toString());

    assertThat(cli.exit()).isEqualTo(10);
    assertThat(cli.err()).contains("p.yaml: not YAML: not UTF-8 text", "  hint: ");
  }

  @Test
  void aConfigurationThatSaysSomethingUnknown() throws IOException {
    Path config = dir.resolve("c.yaml");
    Files.writeString(config, "failsafeScop: any\n", StandardCharsets.UTF_8);

    Cli cli = Cli.run("compile", "-f", dir.toString(), "--config", config.toString());

    assertThat(cli.exit()).isEqualTo(5);
    assertThat(cli.err()).contains("c.yaml:1:1", "failsafeScop");
  }

  @Test
  void aCommandThatDoesNotExist() {
    Cli cli = Cli.run("explian");

    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("explian", "explain");
  }

  @Test
  void noCommandAtAll() {
    assertThat(Cli.run().exit()).isEqualTo(2);
    assertThat(Cli.run().err()).contains("say what to do", "portcullis --help");
  }

  @Test
  void theAgentWithoutPolicy() {
    assertThat(Cli.run("agent", "--once").err()).contains("--policy-dir");
    assertThat(Cli.run("agent", "--once").exit()).isEqualTo(2);
  }

  @Test
  void helpAndVersion() {
    assertThat(Cli.run("--help").out()).contains("agent", "compile", "explain", "Exit codes");
    assertThat(Cli.run("--version").out()).startsWith("portcullis ");
    assertThat(Cli.run("agent", "--help").exit()).isZero();
  }
}
