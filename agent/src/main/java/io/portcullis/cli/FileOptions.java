package io.portcullis.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  /** As {@link RemoteCommand#take}. */
  boolean take(String word, Words words) {
    if (!word.equals("-f") && !word.equals("--filename")) {
      return false;
    }
    Optional<List<Path>> more = words.more(paths);
    paths = more.orElse(paths);
    return more.isPresent();
  }
}
