package io.portcullis.cli;

import io.portcullis.agent.control.CounterText;
import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.GetCountersRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code portcullis top}. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis top", "  portcullis top --interval 1"},
    description = {
      "Shows which rules decide how many packets at this moment, the busiest first.",
      "In a terminal it takes all of it, until Ctrl-C; elsewhere it prints one table after the"
          + " other."
    })
final class TopCommand extends RemoteCommand {

  private static final double NANOS = 1e9;

  /** In fewer columns rates alone are shown, so that rules can be read. */
  private static final int NARROW = 80;

  @Mixin private RepeatOption repeat = new RepeatOption();

  private Map<String, Counter> before = Map.of();
  private long asked;

  /** A rule's counter, and what was added in a second; nothing is known of the latter at first. */
  private record Line(Counter counter, double packets, double bytes) {}

  @Override
  public Integer call() throws InterruptedException {
    try (Screen screen = Screen.whole(line().getOut(), output.isText())) {
      return repeat.run(screen, () -> show(screen));
    }
  }

  private int show(Screen screen) {
    Counters now =
        agent.call("GetCounters", GetCountersRequest.getDefaultInstance(), Counters.parser());
    long time = System.nanoTime();
    double seconds = before.isEmpty() ? 0 : (time - asked) / NANOS;
    asked = time;
    Map<String, Counter> last = before;
    Map<String, Counter> next = new HashMap<>();
    now.getCountersList().forEach(counter -> next.put(CounterText.rule(counter), counter));
    before = next;
    List<Line> lines =
        now.getCountersList().stream()
            .map(counter -> line(counter, last.get(CounterText.rule(counter)), seconds))
            .sorted(
                Comparator.comparingDouble(Line::packets)
                    .thenComparingLong(line -> line.counter().getPackets())
                    .reversed())
            .toList();
    output.print(() -> tree(now, lines, seconds), () -> text(screen, now, lines, seconds));
    return 0;
  }

  /** Counters that were set back, by hand or with the table, begin anew. */
  private static Line line(
      Counter now, @org.jspecify.annotations.Nullable Counter last, double seconds) {
    if (last == null || seconds <= 0) {
      return new Line(now, 0, 0);
    }
    return new Line(
        now,
        Math.max(0, now.getPackets() - last.getPackets()) / seconds,
        Math.max(0, now.getBytes() - last.getBytes()) / seconds);
  }

  private String text(Screen screen, Counters now, List<Line> lines, double seconds) {
    int[] size = screen.isTerminal() ? Screen.size() : new int[] {Integer.MAX_VALUE, 1000};
    StringBuilder out = new StringBuilder();
    out.append(
        cut(
            "revision %d, %d rules, every %d s%s"
                .formatted(
                    now.getRevision(),
                    lines.size(),
                    repeat.interval(),
                    screen.isTerminal() ? "; Ctrl-C ends it" : ""),
            size[1]));
    boolean narrow = size[1] < NARROW;
    out.append(
        Style.heading(
            cut(
                narrow
                    ? "%12s  %s".formatted("packets/s", "rule")
                    : "%12s %14s %16s  %s".formatted("packets/s", "bytes/s", "packets", "rule"),
                size[1])));
    // Two lines of heading, and one that the cursor is in.
    lines.stream()
        .limit(Math.max(1, size[0] - 3L))
        .forEach(line -> out.append(cut(text(line, seconds, narrow), size[1])));
    return out.toString();
  }

  private static String text(Line line, double seconds, boolean narrow) {
    String rule = "  " + CounterText.rule(line.counter());
    String packets = seconds <= 0 ? "-" : "%.0f".formatted(line.packets());
    if (narrow) {
      return "%12s".formatted(packets) + rule;
    }
    String bytes = seconds <= 0 ? "-" : "%.0f".formatted(line.bytes());
    return "%12s %14s %16d".formatted(packets, bytes, line.counter().getPackets()) + rule;
  }

  private static String cut(String line, int columns) {
    return (line.length() <= columns ? line : line.substring(0, columns)) + System.lineSeparator();
  }

  private static Map<String, Object> tree(Counters now, List<Line> lines, double seconds) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("revision", now.getRevision());
    out.put("counters", lines.stream().map(line -> tree(line, seconds)).toList());
    return out;
  }

  private static Map<String, Object> tree(Line line, double seconds) {
    Map<String, Object> out = CountersCommand.tree(line.counter());
    if (seconds > 0) {
      out.put("packetsPerSecond", line.packets());
      out.put("bytesPerSecond", line.bytes());
    }
    return out;
  }
}
