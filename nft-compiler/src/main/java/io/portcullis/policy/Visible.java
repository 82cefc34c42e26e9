package io.portcullis.policy;

/** Text of a file, of the kernel or of a client, as a message or a log may quote it. */
public final class Visible {

  private Visible() {}

  /**
   * One line in which every character can be seen: a line break is written {@code \\n}, and {@code
   * \\u202e} and the like stand for control characters, for what ends a line or turns the order of
   * letters in Unicode, and for halves of surrogate pairs. All else is as it was.
   */
  public static String text(String text) {
    if (text.codePoints().noneMatch(Visible::hides)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\n') {
                out.append("\\n");
              } else if (hides(point)) {
                out.append(String.format(point > 0xffff ? "\\U%08x" : "\\u%04x", point));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  private static boolean hides(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
