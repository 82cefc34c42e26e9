package io.portcullis.cli;

import io.portcullis.agent.host.Remark;

/**
 * Colour, only where a person looks: the launcher says whether standard output is a terminal, which
 * a JVM does not tell in the same way in every release. {@code NO_COLOR} and a dumb terminal have
 * none either.
 */
final class Style {

  private static final String BOLD = "1";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  private Style() {}

  /** Whether standard output is a terminal. */
  static boolean isTerminal() {
    return Boolean.getBoolean("portcullis.terminal");
  }

  /** Whether somebody can be asked. */
  static boolean isInputTerminal() {
    return Boolean.getBoolean("portcullis.terminal.input");
  }

  /** Whether standard error is one. */
  static boolean isErrorTerminal() {
    return Boolean.getBoolean("portcullis.terminal.error");
  }

  static boolean hasColour() {
    String no = System.getenv("NO_COLOR");
    return isTerminal() && (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
  }

  static String heading(String text) {
    return in(BOLD, text);
  }

  static String good(String text) {
    return in(GREEN, text);
  }

  static String bad(String text) {
    return in(RED, text);
  }

  static String doubtful(String text) {
    return in(YELLOW, text);
  }

  /** As much as it matters. */
  static String of(Remark.Level level, String text) {
    return switch (level) {
      case OK -> good(text);
      case NOTE -> text;
      case WARNING -> doubtful(text);
      case ERROR -> bad(text);
    };
  }

  private static String in(String colour, String text) {
    return hasColour() ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }
}
