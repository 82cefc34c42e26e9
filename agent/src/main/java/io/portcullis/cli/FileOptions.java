package io.portcullis.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code -f}: the policy that a command is about. */
final class FileOptions {

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "PATH",
      description = "Policy: a file or a directory. May be repeated.")
  private List<Path> paths = List.of();

  List<Path> paths() {
    return paths;
  }
}
