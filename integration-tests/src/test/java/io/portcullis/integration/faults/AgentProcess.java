package io.portcullis.integration.faults;

import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code portcullis agent} as a process of its own, and what it logs. */
final class AgentProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  /** What its log has when it ends. */
  private static final String END = "end of log";

  private static final Pattern WHEN_OUT_OF_MEMORY = Pattern.compile("-XX:\\S*OutOfMemoryError");

  private final Process process;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private AgentProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "agent-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one that follows {@code policy}. */
  static AgentProcess start(NetworkNamespace namespace, Path policy, String... jvm)
      throws Exception {
    return start(
        namespace, List.of(), List.of(jvm), List.of("--policy-dir", policy.toString(), "--no-api"));
  }

  /**
   * Starts one.
   *
   * @param wrapper what runs it, such as {@code env NAME=VALUE}
   * @param jvm flags of the JVM
   * @param arguments of {@code portcullis agent}
   */
  static AgentProcess start(
      NetworkNamespace namespace, List<String> wrapper, List<String> jvm, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // The agent's own, and not that of tests.
            "-Dlogback.configurationFile=logback.xml"));
    command.addAll(whenOutOfMemory());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "io.portcullis.cli.Portcullis",
            "agent",
            "--node",
            "node1"));
    command.addAll(arguments);
    return new AgentProcess(namespace.start(new ProcessBuilder(command).redirectErrorStream(true)));
  }

  /** What the script that nodes get tells the JVM to do then. */
  private static List<String> whenOutOfMemory() throws IOException {
    Path script = Path.of(System.getProperty("portcullis.root", ".."), "deploy/lib/java.sh");
    return WHEN_OUT_OF_MEMORY
        .matcher(Files.readString(script))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private void read() {
    try (BufferedReader log = process.inputReader()) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed.
    }
    lines.add(END);
  }

  /** The next line that has all of {@code what}. */
  String await(String... what) throws InterruptedException {
    while (true) {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError(
            "the agent "
                + (line == null ? "does not say" : "ended without saying")
                + " \""
                + String.join(" … ", what)
                + "\":\n"
                + String.join("\n", seen));
      }
      seen.add(line);
      if (List.of(what).stream().allMatch(line::contains)) {
        return line;
      }
    }
  }

  /** Waits until it has ended, and gives its exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the agent does not end:\n" + String.join("\n", log()));
    }
    return process.exitValue();
  }

  /** Everything it has said. */
  List<String> log() {
    lines.drainTo(seen);
    return List.copyOf(seen);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. */
  @Override
  public void close() {
    Process unused = process.destroyForcibly();
    Process unusedToo = process.onExit().join();
  }
}
