package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
    Process demo = start(List.of());
    try (BufferedReader err = demo.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.contains(stage)) {
        line = err.readLine();
      }
      assertThat(line).as("progress at %s", stage).isNotNull();
      if (stage.startsWith("probes")) {
        assertThat(Leftovers.namespaces(demo.pid())).hasSize(8);
      }
      interrupted(demo, err);
      assertThat(Leftovers.namedNamespaces()).isEqualTo(named);
    } finally {
      demo.destroyForcibly();
    }
  }

  /** A program that never ends would stay behind, and keep its namespace. */
  @Test
  void aProgramThatHangsIsEndedToo(@TempDir Path tools) throws Exception {
    Path nft = tools.resolve("nft");
    Path started = tools.resolve("started");
    assertThat(new ProcessBuilder("mkfifo", started.toString()).start().waitFor()).isZero();
    Files.writeString(nft, "#!/bin/sh\necho up > " + started + "\nexec sleep 600\n");
    Files.setPosixFilePermissions(nft, PosixFilePermissions.fromString("rwx------"));
    Process demo = start(List.of("PATH=" + tools + ":" + System.getenv("PATH")));
    List<ProcessHandle> children = new ArrayList<>();
    try (BufferedReader err = demo.errorReader()) {
      assertThat(Files.readString(started)).isEqualTo("up\n");
      demo.descendants().forEach(children::add);
      assertThat(Leftovers.processes(mark)).hasSize(2);

      interrupted(demo, err);
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }

  private void interrupted(Process demo, BufferedReader err) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start();
    assertThat(kill.waitFor()).isZero();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).as("ends within a minute").isTrue();

    assertThat(demo.exitValue()).isEqualTo(INTERRUPTED);
    assertThat(err.lines()).noneMatch(rest -> rest.contains("error"));
    assertThat(demo.inputReader().lines()).isEmpty();
    assertThat(Leftovers.processes(mark)).isEmpty();
    assertThat(Leftovers.names(temporary)).isEmpty();
    assertThat(Path.of("/tmp/hsperfdata_root", Long.toString(demo.pid()))).doesNotExist();
  }

  private Process start(List<String> environment) throws IOException {
    // A shell that starts this in the background has SIGINT ignored, and the JVM would respect it.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(List.of(mark, "TMPDIR=" + temporary));
    command.addAll(environment);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.portcullis.cli.Portcullis", "demo", "--policy-dir"));
    command.add(policy.toString());
    return new ProcessBuilder(command).start();
  }
}
