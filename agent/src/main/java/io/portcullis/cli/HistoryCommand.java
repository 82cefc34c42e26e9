package io.portcullis.cli;

import io.portcullis.api.v1.HistoryRequest;
import io.portcullis.api.v1.HistoryResponse;
import io.portcullis.api.v1.Revision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code portcullis history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  portcullis history", "  portcullis history -n 0 -o yaml"},
    description = "Lists revisions of policy, oldest first, with who made them and what changed.")
final class HistoryCommand extends ReadCommand {

  /** Changes of one revision that people are told of. */
  private static final int SHOWN = 20;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many, the newest (default: ${DEFAULT-VALUE}; 0 for all).")
  private int count = 10;

  @Override
  int read() {
    HistoryResponse answer =
        agent.call(
            "History",
            HistoryRequest.newBuilder()
                .setLimit(count)
                .setChanges(output.isText() ? SHOWN : 0)
                .build(),
            HistoryResponse.parser());
    List<Map<String, Object>> trees = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Revision revision : answer.getRevisionsList()) {
      trees.add(tree(revision));
      text.append(
          "%-6d %s  %s: %s%s%n"
              .formatted(
                  revision.getRevision(),
                  Answers.time(revision.getMillis()),
                  revision.getBy(),
                  revision.getWhat(),
                  revision.hasTrial() ? " (on trial)" : ""));
      text.append(Answers.text(revision.getChangesList()));
      if (revision.getMoreChanges() > 0) {
        text.append("    and %d more; -o json has all%n".formatted(revision.getMoreChanges()));
      }
    }
    print(Map.of("revisions", trees), text.toString());
    return 0;
  }

  private static Map<String, Object> tree(Revision revision) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("revision", revision.getRevision());
    out.put("time", Answers.time(revision.getMillis()));
    out.put("by", revision.getBy());
    out.put("what", revision.getWhat());
    out.put("changes", Answers.changes(revision.getChangesList()));
    if (revision.hasTrial()) {
      out.put("trial", Answers.tree(revision.getTrial()));
    }
    return out;
  }

  @Override
  boolean take(String word, Words words) {
    if (word.equals("-n") || word.equals("--last")) {
      Optional<Integer> last = words.number("-n");
      count = last.orElse(count);
      return last.isPresent();
    }
    return super.take(word, words);
  }
}
