package io.portcullis.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code -o}, of commands that tell something. */
final class OutputOption extends Output {

  @Option(
      names = {"-o", "--output"},
      description = "${COMPLETION-CANDIDATES} (default: text).",
      defaultValue = "text")
  private Format format = Format.TEXT;

  @Override
  Format format() {
    return format;
  }

  /** As {@link RemoteCommand#take}. */
  boolean take(String word, Words words) {
    if (!word.equals("-o") && !word.equals("--output")) {
      return false;
    }
    Optional<Format> said = words.value("-o").flatMap(Format::named);
    format = said.orElse(format);
    return said.isPresent();
  }
}
