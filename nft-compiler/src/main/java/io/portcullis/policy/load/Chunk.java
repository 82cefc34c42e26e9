package io.portcullis.policy.load;

import java.util.ArrayList;
import java.util.List;

/** A piece of a text that is read by itself: a YAML document, or the whole text. */
record Chunk(Origin origin, String text) {

  /** The whole of a text. */
  static Chunk whole(SourceText source) {
    return new Chunk(new Origin(source.name(), 0), source.text());
  }

  /**
   * The documents of a text. Where a line begins with three dashes and a space or its end, a new
   * one begins, whatever is open before (YAML 1.2, 9.1.2). A text with directives or with marks of
   * documents' ends stays whole, since those bind documents together; so does one with line ends
   * other than that of every system in use, because lines are counted here.
   */
  static List<Chunk> of(SourceText source) {
    String text = source.text();
    List<Chunk> out = new ArrayList<>();
    int from = 0;
    int lines = 0;
    int line = 0;
    for (int at = 0; at < text.length(); line++) {
      char first = text.charAt(at);
      if (first == '%' || (first == '.' && text.startsWith("...", at))) {
        return List.of(whole(source));
      }
      if (first == '-' && at > from && startsDocument(text, at)) {
        out.add(new Chunk(new Origin(source.name(), lines), text.substring(from, at)));
        from = at;
        lines = line;
      }
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    if (text.length() > YamlTexts.MAX_TEXT || out.isEmpty() || hasLoneReturn(text)) {
      return List.of(whole(source));
    }
    out.add(new Chunk(new Origin(source.name(), lines), text.substring(from)));
    return out;
  }

  private static boolean startsDocument(String text, int at) {
    if (!text.startsWith("---", at)) {
      return false;
    }
    return at + 3 == text.length() || " \t\r\n".indexOf(text.charAt(at + 3)) >= 0;
  }

  private static boolean hasLoneReturn(String text) {
    for (int at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
      if (at + 1 == text.length() || text.charAt(at + 1) != '\n') {
        return true;
      }
    }
    return false;
  }
}
