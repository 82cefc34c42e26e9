package io.portcullis.agent.control;

import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.compiler.hits.RuleHits;
import java.util.List;
import java.util.Locale;

/** Counters for people. */
public final class CounterText {

  private CounterText() {}

  /** A table of all of them. */
  public static String of(Counters counters) {
    StringBuilder text = start();
    for (Counter counter : counters.getCountersList()) {
      line(text, counter.getPackets(), counter.getBytes(), rule(counter));
    }
    return text.toString();
  }

  /** The same, without a message for each. */
  static String of(List<RuleHits.Hit> hits) {
    StringBuilder text = start();
    for (RuleHits.Hit hit : hits) {
      String reason = hit.reason().name().toLowerCase(Locale.ROOT);
      String rule =
          hit.rule()
              .map(
                  id ->
                      rule(
                          reason,
                          id.policy(),
                          id.index(),
                          id.position().source(),
                          id.position().line()))
              .orElseGet(() -> plain(reason));
      line(text, hit.packets(), hit.bytes(), rule);
    }
    return text.toString();
  }

  private static StringBuilder start() {
    return new StringBuilder("%12s %14s  %s%n".formatted("packets", "bytes", "rule"));
  }

  private static void line(StringBuilder text, long packets, long bytes, String rule) {
    // Not by a format, which takes longer than all the rest where there are thousands.
    String first = Long.toString(packets);
    String second = Long.toString(bytes);
    text.append(" ".repeat(Math.max(0, 12 - first.length())))
        .append(first)
        .append(" ".repeat(Math.max(1, 15 - second.length())))
        .append(second)
        .append("  ")
        .append(rule)
        .append(System.lineSeparator());
  }

  /** What decides, and where that is written. */
  public static String rule(Counter counter) {
    return counter.getPolicy().isEmpty()
        ? plain(counter.getReason())
        : rule(
            counter.getReason(),
            counter.getPolicy(),
            counter.getRule(),
            counter.getPosition().getSource(),
            counter.getPosition().getLine());
  }

  private static String plain(String reason) {
    return reason.replace('_', ' ');
  }

  private static String rule(String reason, String policy, int index, String source, int line) {
    return reason + " " + policy + "[" + index + "], " + source + ":" + line;
  }
}
