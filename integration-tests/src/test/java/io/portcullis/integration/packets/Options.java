package io.portcullis.integration.packets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param out where to write, if anywhere
 * @param kept where what parts came to is kept, and taken from
 * @param seconds after which no further part is begun
 */
record Options(
    List<Part> parts, Effort effort, Optional<Path> out, Optional<Path> kept, long seconds) {

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  static Options parse(String... arguments) {
    boolean quick = false;
    List<String> asked = new ArrayList<>();
    Optional<Path> out = Optional.empty();
    Optional<Path> kept = Optional.empty();
    long seconds = Long.MAX_VALUE;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> quick = true;
        case "--scenario" -> asked.add(value(arguments, ++i));
        case "--out" -> out = Optional.of(Path.of(value(arguments, ++i)));
        case "--parts" -> kept = Optional.of(Path.of(value(arguments, ++i)));
        case "--seconds" -> seconds = number(value(arguments, ++i));
        default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
      }
    }
    for (String name : asked) {
      if (!scenarios().contains(name)) {
        throw new IllegalArgumentException("there is no scenario " + name);
      }
    }
    List<Part> parts =
        asked.isEmpty()
            ? (quick ? Part.quick() : Part.full())
            : Part.full().stream().filter(part -> asked.contains(part.scenario())).toList();
    if (!quick && asked.isEmpty() && out.isEmpty()) {
      Path root = Path.of(System.getProperty("portcullis.root", ".."));
      out = Optional.of(root.resolve("docs").resolve("benchmarks"));
    }
    return new Options(parts, quick ? Effort.QUICK : Effort.FULL, out, kept, seconds);
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " wants a value");
    }
    return arguments[index];
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number of seconds: " + text, e);
    }
  }

  /** The names that {@code --scenario} knows. */
  static List<String> scenarios() {
    return Part.full().stream().map(Part::scenario).distinct().toList();
  }
}
