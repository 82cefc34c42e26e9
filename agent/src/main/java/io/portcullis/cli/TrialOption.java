package io.portcullis.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --confirm 60s}. */
final class TrialOption {

  @Option(
      names = "--confirm",
      paramLabel = "TIME",
      description =
          "Go back by itself after this time (60, 60s, 5m, 1h), unless confirmed by then; also if"
              + " the agent ends meanwhile.")
  private Optional<String> time = Optional.empty();

  /** 0 if it is for good. */
  int seconds(Misuse misuse) {
    if (time.isEmpty()) {
      return 0;
    }
    return Span.seconds(time.get())
        .orElseThrow(
            () ->
                misuse.because(
                    "--confirm takes a time such as 60s or 5m, not '" + time.get() + "'"));
  }

  /** As {@link RemoteCommand#take}. */
  boolean take(String word, Words words) {
    if (!word.equals("--confirm")) {
      return false;
    }
    time = words.value(word);
    return time.isPresent();
  }
}
