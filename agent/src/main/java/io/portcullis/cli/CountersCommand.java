package io.portcullis.cli;

import io.portcullis.api.v1.Counter;
import io.portcullis.api.v1.Counters;
import io.portcullis.api.v1.GetCountersRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code portcullis counters}. */
@Command(
    name = "counters",
    mixinStandardHelpOptions = true,
    description = "Says how many packets the kernel counted for each rule that decides.")
final class CountersCommand extends ReadCommand {

  @Override
  int read() {
    Counters answer =
        agent.call("GetCounters", GetCountersRequest.getDefaultInstance(), Counters.parser());
    List<Map<String, Object>> trees = new ArrayList<>();
    StringBuilder text = new StringBuilder("%12s %14s  %s%n".formatted("packets", "bytes", "rule"));
    for (Counter counter : answer.getCountersList()) {
      trees.add(tree(counter));
      text.append(
          "%12d %14d  %s%n".formatted(counter.getPackets(), counter.getBytes(), rule(counter)));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", answer.getRevision());
    tree.put("counters", trees);
    print(tree, text.toString());
    return 0;
  }

  /** What decides, and where that is written. */
  static String rule(Counter counter) {
    return counter.getPolicy().isEmpty()
        ? counter.getReason().replace('_', ' ')
        : "%s %s[%d], %s:%d"
            .formatted(
                counter.getReason(),
                counter.getPolicy(),
                counter.getRule(),
                counter.getPosition().getSource(),
                counter.getPosition().getLine());
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
