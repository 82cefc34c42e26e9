package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A revision as lines of text that end with their own digest. Texts of policy stand in files of
 * their own, named by digest, and are only named here.
 */
final class Manifest {

  private static final String FIRST = "portcullis-state 1";

  private Manifest() {}

  /** Where texts are by digest. */
  @FunctionalInterface
  interface Texts {
    String get(String digest) throws CorruptStateException;
  }

  /** As text. */
  static String write(Revision revision) {
    StringBuilder out = new StringBuilder(FIRST).append('\n');
    line(out, "revision", Long.toString(revision.number()));
    line(out, "millis", Long.toString(revision.millis()));
    line(out, "by", escape(revision.by()));
    line(out, "what", escape(revision.what()));
    revision.withdrawn().ifPresent(digest -> line(out, "withdrawn", digest));
    revision
        .trial()
        .ifPresent(
            trial ->
                line(
                    out,
                    "trial",
                    trial.deadlineMillis()
                        + " "
                        + trial.durationMillis()
                        + " "
                        + trial.before()
                        + " "
                        + trial.revision()));
    for (SourceText text : revision.contents().directory()) {
      line(out, "directory", digest(text.text()) + " " + escape(text.name()));
    }
    revision
        .contents()
        .sources()
        .forEach(
            (source, texts) ->
                texts.forEach(
                    text ->
                        line(
                            out,
                            "source",
                            source + " " + digest(text.text()) + " " + escape(text.name()))));
    line(out, "end", digest(out.toString()));
    return out.toString();
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append(key).append(' ').append(value).append('\n');
  }

  /**
   * From text.
   *
   * @throws CorruptStateException if it is not what was written
   */
  static Revision read(String text, Texts texts) throws CorruptStateException {
    int end = text.lastIndexOf("\nend ") + 1;
    if (!text.startsWith(FIRST + "\n")
        || end <= 0
        || !text.substring(end).equals("end " + digest(text.substring(0, end)) + "\n")) {
      throw new CorruptStateException("it is cut off, or was changed");
    }
    Map<String, String> single = new TreeMap<>();
    List<SourceText> directory = new ArrayList<>();
    Map<String, List<SourceText>> sources = new TreeMap<>();
    try {
      for (String line : text.substring(FIRST.length() + 1, end).lines().toList()) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
          case "directory" ->
              directory.add(new SourceText(unescape(words[2]), texts.get(words[1])));
          case "source" ->
              sources
                  .computeIfAbsent(words[1], name -> new ArrayList<>())
                  .add(new SourceText(unescape(words[3]), texts.get(words[2])));
          default -> single.put(words[0], line.substring(words[0].length() + 1));
        }
      }
      return new Revision(
          Long.parseLong(single.getOrDefault("revision", "")),
          Long.parseLong(single.getOrDefault("millis", "")),
          unescape(single.getOrDefault("by", "")),
          unescape(single.getOrDefault("what", "")),
          new Contents(directory, new TreeMap<>(sources)),
          Optional.ofNullable(single.get("withdrawn")),
          Optional.ofNullable(single.get("trial")).map(Manifest::trial));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptStateException("a line is not understood: " + e.getMessage());
    }
  }

  private static Revision.Trial trial(String value) {
    String[] words = value.split(" ", -1);
    return new Revision.Trial(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** SHA-256 in hexadecimal. */
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of names and texts together. */
  static String digest(List<SourceText> texts) {
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text.name()).append('\0').append(text.text()).append('\0'));
    return digest(all.toString());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
