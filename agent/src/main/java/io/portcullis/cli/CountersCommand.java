package io.portcullis.cli;

import io.portcullis.agent.control.CounterText;
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
    // Ten thousand lines are soon written by an agent that is warm, and not by this.
    GetCountersRequest request = GetCountersRequest.newBuilder().setText(output.isText()).build();
    Counters answer = agent.call("GetCounters", request, Counters.parser());
    output.print(() -> tree(answer), () -> text(answer));
    return 0;
  }

  private static Map<String, Object> tree(Counters answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("revision", answer.getRevision());
    tree.put("counters", answer.getCountersList().stream().map(CountersCommand::tree).toList());
    return tree;
  }

  /** An agent of before does not know of text. */
  private static String text(Counters answer) {
    return answer.getText().isEmpty() ? CounterText.of(answer) : answer.getText();
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
