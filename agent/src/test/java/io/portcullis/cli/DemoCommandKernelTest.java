package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo as a user runs it: exit codes, JSON, and what it says of a policy that is not right. */
class DemoCommandKernelTest {

  private static final Path EXAMPLE = Path.of("../docs/examples/nodeports");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void jsonIsOneObjectWithAllProbes() throws IOException {
    assertThat(run("-o", "json", "--policy-dir", EXAMPLE.toString())).isZero();

    Map<String, Object> tree = JSON.std.mapFrom(out.toString());
    assertThat(tree).containsEntry("total", 54).containsEntry("asExpected", 54);
    assertThat(tree).containsEntry("countersFit", true);
    assertThat(tree.get("probes"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
        .hasSize(54)
        .allMatch(probe -> Boolean.TRUE.equals(probe.get("ok")));
    assertThat(err.toString()).contains("making the lab", "programming node1", "54 probes");
  }

  @Test
  void aPolicyThatAllowsAllIsAMismatch(@TempDir Path dir) throws IOException {
    changed(dir, "40-deny.yaml", "action: Deny", "action: Allow");

    assertThat(run("--policy-dir", dir.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "WRONG outside tcp4 node1:30080; expected silence (Deny deny-rest[0]), got podA;"
                + " the policy that was loaded says Allow deny-rest[0] at 40-deny.yaml:20\n")
        .contains("54 probes, 28 as expected; 5 counters, 5 fit;");
  }

  @Test
  void aRangeThatIsOneTooLongIsAMismatch(@TempDir Path dir) throws IOException {
    changed(dir, "30-allow.yaml", "31000:31010", "31000:31011");

    assertThat(run("--policy-dir", dir.toString())).isEqualTo(1);

    assertThat(out.toString().lines().filter(line -> line.startsWith("WRONG")))
        .hasSize(2)
        .allMatch(line -> line.contains("node1:31011; expected silence"));
  }

  @Test
  void anInvalidPolicyIsToldBeforeAnythingIsMade(@TempDir Path dir) throws IOException {
    changed(dir, "30-allow.yaml", "preDNAT", "preDnat");

    assertThat(run("--policy-dir", dir.toString())).isEqualTo(11);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("30-allow.yaml:").doesNotContain("making the lab");
  }

  private int run(String... options) {
    List<String> arguments = Stream.concat(Stream.of("demo"), Stream.of(options)).toList();
    CommandLine command = Portcullis.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = command.execute(arguments.toArray(String[]::new));
    command.getErr().flush();
    return code;
  }

  /** The example in another directory, with one file changed. */
  private static void changed(Path to, String file, String from, String with) throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLE)) {
      for (Path each : files.toList()) {
        String text = Files.readString(each);
        if (each.endsWith(file)) {
          assertThat(text).contains(from);
          text = text.replace(from, with);
        }
        Files.writeString(to.resolve(each.getFileName()), text);
      }
    }
  }
}
