package io.portcullis.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --confirm 60s}. */
final class TrialOption {

  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h)?");

  @Option(
      names = "--confirm",
      paramLabel = "TIME",
      description =
          "Go back by itself after this time (60, 60s, 5m, 1h), unless confirmed by then; also if"
              + " the agent ends meanwhile.")
  private Optional<String> time = Optional.empty();

  /** 0 if it is for good. */
  int seconds(CommandLine command) {
    if (time.isEmpty()) {
      return 0;
    }
    Matcher matcher = TIME.matcher(time.get());
    if (!matcher.matches()) {
      throw new ParameterException(
          command, "--confirm takes a time such as 60s or 5m, not '" + time.get() + "'");
    }
    int unit =
        switch (Optional.ofNullable(matcher.group(2)).orElse("s")) {
          case "h" -> 3600;
          case "m" -> 60;
          default -> 1;
        };
    return (int) Math.min(Integer.MAX_VALUE, (long) unit * Integer.parseInt(matcher.group(1)));
  }
}
