package io.portcullis.cli;

import io.portcullis.api.v1.ApplyResponse;
import io.portcullis.api.v1.Finding;
import io.portcullis.api.v1.Position;
import io.portcullis.api.v1.ResourceChange;
import io.portcullis.api.v1.Trial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agent's answers, as trees for JSON and as text. */
final class Answers {

  private Answers() {}

  static Map<String, Object> tree(ApplyResponse answer) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("revision", answer.getRevision());
    out.put("changed", answer.getChanged());
    out.put("operations", answer.getOperations());
    out.put("generation", answer.getGeneration());
    out.put("millis", answer.getMillis());
    if (answer.getChangesCount() > 0) {
      out.put("changes", changes(answer.getChangesList()));
    }
    if (answer.hasTrial()) {
      out.put("trial", tree(answer.getTrial()));
    }
    if (answer.getFindingsCount() > 0) {
      out.put("findings", answer.getFindingsList().stream().map(Answers::tree).toList());
    }
    return out;
  }

  static String text(ApplyResponse answer) {
    String held =
        answer.getChanged()
            ? "revision %d: the kernel holds it; %d operations in %d ms%n"
                .formatted(answer.getRevision(), answer.getOperations(), answer.getMillis())
            : "revision %d: nothing changes%n".formatted(answer.getRevision());
    return answer.hasTrial()
        ? held
            + "it goes back at %s unless: portcullis confirm %d%n"
                .formatted(time(answer.getTrial().getDeadlineMillis()), answer.getRevision())
        : held;
  }

  static List<Map<String, Object>> changes(List<ResourceChange> changes) {
    return changes.stream()
        .map(
            change -> {
              Map<String, Object> out = new LinkedHashMap<>();
              out.put("change", change.getChange());
              out.put("kind", change.getKind());
              out.put("name", change.getName());
              out.put("details", List.copyOf(change.getLinesList()));
              return out;
            })
        .toList();
  }

  static String text(List<ResourceChange> changes) {
    StringBuilder out = new StringBuilder();
    for (ResourceChange change : changes) {
      char sign =
          switch (change.getChange()) {
            case "added" -> '+';
            case "removed" -> '-';
            default -> '~';
          };
      out.append("  %c %s %s%n".formatted(sign, change.getKind(), change.getName()));
      change.getLinesList().forEach(line -> out.append("      ").append(line).append('\n'));
    }
    return out.toString();
  }

  static Map<String, Object> tree(Finding finding) {
    Map<String, Object> out = tree(finding.getPosition());
    out.put("message", finding.getMessage());
    return out;
  }

  static Map<String, Object> tree(Position position) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", position.getSource());
    out.put("line", position.getLine());
    out.put("column", position.getColumn());
    return out;
  }

  static Map<String, Object> tree(Trial trial) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("revision", trial.getRevision());
    out.put("deadline", time(trial.getDeadlineMillis()));
    return out;
  }

  /** As in ISO 8601, in UTC, to the second. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
