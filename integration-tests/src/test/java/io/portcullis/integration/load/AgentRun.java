package io.portcullis.integration.load;

import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code portcullis agent} as a process of its own, with its API and its state in a directory. */
final class AgentRun implements AutoCloseable {

  private final Process process;
  private final Path directory;

  private AgentRun(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /**
   * Starts one; its log goes on in {@code log} of the directory.
   *
   * @param flags of the JVM
   * @param arguments of {@code portcullis agent}, besides those that say where
   */
  static AgentRun start(
      NetworkNamespace namespace, Path directory, List<String> flags, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.portcullis.cli.Portcullis",
            "agent",
            "--node",
            Tenants.NODE,
            "--socket",
            directory.resolve("control.sock").toString(),
            "--state-dir",
            directory.resolve("state").toString()));
    command.addAll(arguments);
    return new AgentRun(
        namespace.start(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                    ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))),
        directory);
  }

  Path socket() {
    return directory.resolve("control.sock");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The last lines of its log. */
  String said() throws IOException {
    return said(directory);
  }

  /** The last lines of the log of one that was started on a directory. */
  static String said(Path directory) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("log"))) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
    }
  }

  /** What it takes of memory now and took at most, in MiB, as the kernel counts it. */
  long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          / 1024;
    }
  }

  /** Processor time it took, in milliseconds. */
  long cpuMillis() {
    return process.info().totalCpuDuration().map(java.time.Duration::toMillis).orElse(0L);
  }

  @Override
  public void close() {
    kill();
  }

  /** {@code kill -9}, and waits until it is gone. */
  void kill() {
    Process unused = process.destroyForcibly();
    try {
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      if (!ended) {
        throw new IllegalStateException("process " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
