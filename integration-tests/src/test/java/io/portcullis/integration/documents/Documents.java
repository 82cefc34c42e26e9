package io.portcullis.integration.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the repository. */
final class Documents {

  static final Path ROOT = Path.of(System.getProperty("portcullis.root", "..")).toAbsolutePath();

  private static final Pattern FENCED =
      Pattern.compile("^```([a-z]*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private Documents() {}

  /** Those at the root, and all below docs/. */
  static List<Path> all() {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code blocks of a language, without their fences. */
  static List<String> blocks(Path file, String language) {
    List<String> out = new ArrayList<>();
    Matcher matcher = FENCED.matcher(text(file));
    while (matcher.find()) {
      if (language.equals(matcher.group(1))) {
        out.add(String.valueOf(matcher.group(2)));
      }
    }
    return out;
  }

  /** Where its links lead, outside of code blocks. */
  static List<String> links(Path file) {
    List<String> out = new ArrayList<>();
    Matcher matcher = LINK.matcher(FENCED.matcher(text(file)).replaceAll(""));
    while (matcher.find()) {
      out.add(String.valueOf(matcher.group(1)));
    }
    return out;
  }

  /** The anchors of a file's headings, as GitHub makes them. */
  static List<String> anchors(Path file) {
    return FENCED
        .matcher(text(file))
        .replaceAll("")
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
