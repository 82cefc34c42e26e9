package io.portcullis.policy.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * other than that of every system in use, because lines are counted here; and so does one of very
   * many documents, for {@link BoundedComposer} to say whether those are too many.
   */
  static List<Chunk> of(SourceText source) {
    return of(source, List.of(), LoadBounds.DEFAULT).stream().map(Part::chunk).toList();
  }

  /**
   * The documents of a text, of which those that are as they were and where they were are known.
   *
   * @param known documents of the source as it was, in order
   * @param bounds of how many are kept apart
   */
  static List<Part> of(SourceText source, List<Document> known, LoadBounds bounds) {
    String text = source.text();
    if (text.length() > YamlTexts.MAX_TEXT || bindsDocuments(text) || hasLoneReturn(text)) {
      return List.of(part(whole(source), known, 0));
    }
    List<Part> out = new ArrayList<>();
    int from = 0;
    int lines = 0;
    int old = 0;
    while (from < text.length() || out.isEmpty()) {
      if (out.size() == bounds.documents()) {
        return List.of(part(whole(source), known, 0));
      }
      int to = nextDocument(text, from);
      while (old < known.size() && known.get(old).chunk().origin().lines() < lines) {
        old++;
      }
      Part part = part(source.name(), text, from, to, lines, known, old);
      out.add(part);
      lines += part.lines();
      from = to;
    }
    return out;
  }

  /**
   * A document of a text.
   *
   * @param document what it holds, if that is known
   * @param lines how many it has
   */
  record Part(Chunk chunk, Optional<Document> document, int lines) {}

  private static Part part(Chunk chunk, List<Document> known, int at) {
    Optional<Document> same =
        known.stream().skip(at).limit(1).filter(d -> d.chunk().equals(chunk)).findFirst();
    return new Part(chunk, same, lines(chunk.text(), 0, chunk.text().length()));
  }

  private static Part part(
      String source, String text, int from, int to, int lines, List<Document> known, int at) {
    if (at < known.size()) {
      Document document = known.get(at);
      Chunk before = document.chunk();
      if (before.origin().equals(new Origin(source, lines))
          && before.text().length() == to - from
          && text.startsWith(before.text(), from)) {
        return new Part(before, Optional.of(document), document.lines());
      }
    }
    Chunk chunk = new Chunk(new Origin(source, lines), text.substring(from, to));
    return new Part(chunk, Optional.empty(), lines(text, from, to));
  }

  static int lines(String text, int from, int to) {
    int lines = 0;
    for (int at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) {
      lines++;
    }
    return lines;
  }

  /** Where the next document begins, or the end of the text. */
  private static int nextDocument(String text, int from) {
    for (int at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (startsDocument(text, at + 1)) {
        return at + 1;
      }
    }
    return text.length();
  }

  private static boolean bindsDocuments(String text) {
    boolean binds = bindsDocuments(text, 0);
    // From line to line: to look for two characters together takes much longer than for one.
    for (int at = text.indexOf('\n'); at >= 0 && !binds; at = text.indexOf('\n', at + 1)) {
      binds = bindsDocuments(text, at + 1);
    }
    return binds;
  }

  private static boolean bindsDocuments(String text, int line) {
    return text.startsWith("%", line) || text.startsWith("...", line);
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
