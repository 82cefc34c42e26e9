package io.portcullis.agent.control;

import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;

/** Counters for people. */
public final class CounterText {

  private CounterText() {}

  /** A table of all of them. */
  public static String of(Counters counters) {
    StringBuilder text = new StringBuilder("%12s %14s  %s%n".formatted("packets", "bytes", "rule"));
    for (Counter counter : counters.getCountersList()) {
      // Not by a format, which takes longer than all the rest where there are thousands.
      String packets = Long.toString(counter.getPackets());
      String bytes = Long.toString(counter.getBytes());
      text.append(" ".repeat(Math.max(0, 12 - packets.length())))
          .append(packets)
          .append(" ".repeat(Math.max(1, 15 - bytes.length())))
          .append(bytes)
          .append("  ")
          .append(rule(counter))
          .append(System.lineSeparator());
    }
    return text.toString();
  }

  /** What decides, and where that is written. */
  public static String rule(Counter counter) {
    return counter.getPolicy().isEmpty()
        ? counter.getReason().replace('_', ' ')
        : counter.getReason()
            + " "
            + counter.getPolicy()
            + "["
            + counter.getRule()
            + "], "
            + counter.getPosition().getSource()
            + ":"
            + counter.getPosition().getLine();
  }
}
