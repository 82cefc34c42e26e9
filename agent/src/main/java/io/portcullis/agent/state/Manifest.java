package io.portcullis.agent.state;

import io.portcullis.policy.load.SourceText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A revision as versions before 0.1 wrote it: lines of text that end with their own digest. Texts
 * of policy stand in files of their own, named by digest, and are only named here.
 */
final class Manifest {

  private static final String FIRST = "portcullis-state 1";

  private Manifest() {}

  /** Where texts are by digest. */
  @FunctionalInterface
  interface Texts {
    String get(String digest) throws CorruptStateException;
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
              directory.add(new SourceText(Lines.unescape(words[2]), texts.get(words[1])));
          case "source" ->
              sources
                  .computeIfAbsent(words[1], name -> new ArrayList<>())
                  .add(new SourceText(Lines.unescape(words[3]), texts.get(words[2])));
          default -> single.put(words[0], line.substring(words[0].length() + 1));
        }
      }
      return Lines.revision(single, new Contents(directory, sources));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptStateException("a line is not understood: " + e.getMessage());
    }
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
