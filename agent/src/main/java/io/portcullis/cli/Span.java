package io.portcullis.cli;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: 60, 60s, 5m, 1h. */
final class Span {

  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h)?");

  private Span() {}

  /** In seconds; empty if it is none. */
  static OptionalInt seconds(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int unit =
        switch (String.valueOf(matcher.group(2))) {
          case "h" -> 3600;
          case "m" -> 60;
          default -> 1;
        };
    return OptionalInt.of(
        (int) Math.min(Integer.MAX_VALUE, (long) unit * Integer.parseInt(matcher.group(1))));
  }
}
