package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C in the middle of the demo, run as a process of its own. */
class DemoInterruptKernelTest {

  /** What a shell reports for a program that ended by SIGINT, and the JVM exits with. */
  private static final int INTERRUPTED = 130;

  private final String mark = "PORTCULLIS_TEST_MARK=" + UUID.randomUUID();
  private final Path policy;
  private final Path temporary;

  /** A policy that denies all: the probes that should be answered wait for seconds. */
  DemoInterruptKernelTest(@TempDir Path policy, @TempDir Path temporary) throws IOException {
    this.policy = policy;
    this.temporary = temporary;
    for (String file : Leftovers.names(Path.of("../docs/examples/nodeports"))) {
      String text = Files.readString(Path.of("../docs/examples/nodeports", file));
      Files.writeString(policy.resolve(file), text.replace("action: Allow", "action: Deny"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"making the lab", "probes without policy", "probes under policy"})
  void nothingIsLeft(String stage) throws Exception {
    Set<String> named = Leftovers.namedNamespaces();
    Process demo = start();
    try (BufferedReader err = demo.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.contains(stage)) {
        line = err.readLine();
      }
      assertThat(line).as("progress at %s", stage).isNotNull();
      if (stage.startsWith("probes")) {
        assertThat(Leftovers.namespaces(demo.pid())).hasSize(8);
      }
      interrupt(demo);
      assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();

      assertThat(demo.exitValue()).isEqualTo(INTERRUPTED);
      assertThat(err.lines()).noneMatch(rest -> rest.contains("error"));
      assertThat(demo.inputReader().lines()).isEmpty();
      assertThat(Leftovers.processes(mark)).isEmpty();
      assertThat(Leftovers.namedNamespaces()).isEqualTo(named);
      assertThat(Leftovers.names(temporary)).isEmpty();
      assertThat(Path.of("/tmp/hsperfdata_root", Long.toString(demo.pid()))).doesNotExist();
    } finally {
      demo.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    // A shell that starts this in the background has SIGINT ignored, and the JVM would respect it.
    ProcessBuilder builder =
        new ProcessBuilder(
            "env",
            "--default-signal=INT",
            mark,
            "TMPDIR=" + temporary,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            "io.portcullis.cli.Portcullis",
            "demo",
            "--policy-dir",
            policy.toString());
    return builder.start();
  }

  private static void interrupt(Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
