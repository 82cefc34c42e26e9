package io.portcullis.agent.state;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Lines of a key and its value, as files of the state directory have them. */
final class Lines {

  private Lines() {}

  static void line(StringBuilder out, String key, String value) {
    out.append(key).append(' ').append(value).append('\n');
  }

  static String trial(Revision.Trial trial) {
    return trial.deadlineMillis()
        + " "
        + trial.durationMillis()
        + " "
        + trial.before()
        + " "
        + trial.revision();
  }

  private static Revision.Trial trial(String value) {
    String[] words = value.split(" ", -1);
    return new Revision.Trial(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  /**
   * A revision from its lines.
   *
   * @throws IllegalArgumentException or {@link IndexOutOfBoundsException} if they are not
   *     understood
   */
  static Revision revision(Map<String, String> lines, Contents contents) {
    return new Revision(
        Long.parseLong(lines.getOrDefault("revision", "")),
        Long.parseLong(lines.getOrDefault("millis", "")),
        unescape(lines.getOrDefault("by", "")),
        unescape(lines.getOrDefault("what", "")),
        contents,
        Optional.ofNullable(lines.get("withdrawn")),
        Optional.ofNullable(lines.get("trial")).map(Lines::trial));
  }

  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String unescape(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
