package io.portcullis.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code -f}: the policy that a command is about, where it is not the agent's. */
final class OptionalFiles {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      description =
          "Policy: a file or a directory; no agent is asked. May be repeated (default: what the"
              + " agent enforces).")
  private List<Path> paths = List.of();

  List<Path> paths() {
    return paths;
  }

  /** Whether it is the agent that is asked. */
  boolean none() {
    return paths.isEmpty();
  }
}
