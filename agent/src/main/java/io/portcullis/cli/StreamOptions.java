package io.portcullis.cli;

import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How long a command listens. */
final class StreamOptions {

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "End after this time (60, 60s, 5m, 1h; default: ${DEFAULT-VALUE}).")
  private String time = "24h";

  long millis(CommandLine command) {
    return TimeUnit.SECONDS.toMillis(
        Span.seconds(time)
            .orElseThrow(
                () ->
                    new ParameterException(
                        command, "--for takes a time such as 60s or 5m, not '" + time + "'")));
  }
}
