package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A revision as what differs from another one: from the one before in a log, from none in a file
 * that holds all of it. Written as lines; a text follows its line, as long as that says.
 *
 * @param after number of the revision it differs from; its own, if it takes that one's place; 0 for
 *     none
 * @param revision with no contents
 * @param directory texts of the policy directory, if they differ
 * @param sources that differ; those without texts go
 */
record Delta(
    long after,
    Revision revision,
    Optional<List<SourceText>> directory,
    Map<String, List<SourceText>> sources) {

  /** What makes {@code next} of {@code before}. */
  static Delta between(Revision before, Revision next) {
    Contents was = before.contents();
    Contents is = next.contents();
    Map<String, List<SourceText>> sources = new LinkedHashMap<>();
    NamedTexts.of(is.sources()).since(NamedTexts.of(was.sources()), sources::put);
    return new Delta(
        before.number(),
        next.with(Contents.NONE),
        is.directory().equals(was.directory()) ? Optional.empty() : Optional.of(is.directory()),
        sources);
  }

  /** The revision, if this is the one that it differs from. */
  Revision on(Revision before) {
    Contents contents = before.contents();
    if (directory.isPresent()) {
      contents = contents.withDirectory(directory.get());
    }
    if (before.contents().sources().isEmpty()) {
      contents = contents.withSources(sources);
    } else {
      for (Map.Entry<String, List<SourceText>> source : sources.entrySet()) {
        contents = contents.with(source.getKey(), source.getValue());
      }
    }
    return revision.with(contents);
  }

  /** As bytes. */
  byte[] bytes() {
    StringBuilder out = new StringBuilder();
    Lines.line(out, "revision", Long.toString(revision.number()));
    Lines.line(out, "after", Long.toString(after));
    Lines.line(out, "millis", Long.toString(revision.millis()));
    Lines.line(out, "by", Lines.escape(revision.by()));
    Lines.line(out, "what", Lines.escape(revision.what()));
    revision.withdrawn().ifPresent(digest -> Lines.line(out, "withdrawn", digest));
    revision.trial().ifPresent(trial -> Lines.line(out, "trial", Lines.trial(trial)));
    directory.ifPresent(
        texts -> {
          Lines.line(out, "directory", Integer.toString(texts.size()));
          texts.forEach(text -> text(out, text));
        });
    sources.forEach(
        (name, texts) -> {
          Lines.line(out, "source", name + " " + texts.size());
          texts.forEach(text -> text(out, text));
        });
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void text(StringBuilder out, SourceText text) {
    Lines.line(out, "text", text.text().length() + " " + Lines.escape(text.name()));
    out.append(text.text()).append('\n');
  }

  /**
   * From what was written, as text.
   *
   * @throws CorruptStateException if it is something else
   */
  static Delta read(String text) throws CorruptStateException {
    try {
      return new Reader(text).delta();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptStateException("a line is not understood: " + e.getMessage());
    }
  }

  private static final class Reader {

    private final String all;
    private int at;

    Reader(String all) {
      this.all = all;
    }

    private String line() {
      int end = all.indexOf('\n', at);
      String line = all.substring(at, end);
      at = end + 1;
      return line;
    }

    private List<SourceText> texts(String count) {
      List<SourceText> out = new ArrayList<>();
      for (int left = Integer.parseInt(count); left > 0; left--) {
        String[] words = line().split(" ", -1);
        int end = at + Integer.parseInt(words[1]);
        out.add(new SourceText(Lines.unescape(words[2]), all.substring(at, end)));
        at = end + 1;
      }
      return out;
    }

    Delta delta() {
      Map<String, String> single = new LinkedHashMap<>();
      Optional<List<SourceText>> directory = Optional.empty();
      Map<String, List<SourceText>> sources = new LinkedHashMap<>();
      while (at < all.length()) {
        String line = line();
        String[] words = line.split(" ", -1);
        switch (words[0]) {
          case "directory" -> directory = Optional.of(texts(words[1]));
          case "source" -> sources.put(words[1], texts(words[2]));
          default -> single.put(words[0], line.substring(words[0].length() + 1));
        }
      }
      return new Delta(
          Long.parseLong(single.getOrDefault("after", "")),
          Lines.revision(single, Contents.NONE),
          directory,
          sources);
    }
  }
}
