package io.portcullis.cli;

import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.GetCountersRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code portcullis counters}. */
@Command(
    name = "counters",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  portcullis counters",
      "  portcullis counters --watch --interval 5"
    },
    description = "Says how many packets the kernel counted for each rule that decides.")
final class CountersCommand extends ReadCommand {

  @Override
  int read() {
    Counters answer =
        agent.call("GetCounters", GetCountersRequest.getDefaultInstance(), Counters.parser());
    output.print(() -> tree(answer), () -> text(answer));
    return 0;
  }

  private static Map<String, Object> tree(Counters answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", answer.getRevision());
    tree.put("counters", answer.getCountersList().stream().map(CountersCommand::tree).toList());
    return tree;
  }

  private static String text(Counters answer) {
    StringBuilder text = new StringBuilder("%12s %14s  %s%n".formatted("packets", "bytes", "rule"));
    for (Counter counter : answer.getCountersList()) {
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
  static String rule(Counter counter) {
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

  static Map<String, Object> tree(Counter counter) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("reason", counter.getReason());
    if (!counter.getPolicy().isEmpty()) {
      out.put("policy", counter.getPolicy());
      out.put("rule", counter.getRule());
      out.putAll(Answers.tree(counter.getPosition()));
    }
    out.put("packets", counter.getPackets());
    out.put("bytes", counter.getBytes());
    return out;
  }
}
