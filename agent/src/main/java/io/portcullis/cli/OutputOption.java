package io.portcullis.cli;

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
}
