package io.portcullis.compiler.incremental;

import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.policy.address.Prefix;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries that differ between two source tables. */
final class TableChanges {

  private TableChanges() {}

  /** An entry that goes, one that comes, or both for one prefix. */
  record Change(Optional<SourceTable.Entry> before, Optional<SourceTable.Entry> after) {}

  /** By prefix, in no order that matters. */
  static Map<Prefix, Change> between(
      List<SourceTable.Entry> before, List<SourceTable.Entry> after) {
    int start = 0;
    int both = Math.min(before.size(), after.size());
    while (start < both && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < both - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    return differing(
        before.subList(start, before.size() - end), after.subList(start, after.size() - end));
  }

  private static Map<Prefix, Change> differing(
      List<SourceTable.Entry> before, List<SourceTable.Entry> after) {
    Map<Prefix, RuleOutcome> was = new HashMap<>();
    before.forEach(entry -> was.put(entry.prefix(), entry.outcome()));
    Map<Prefix, Change> out = new LinkedHashMap<>();
    for (SourceTable.Entry entry : after) {
      RuleOutcome outcome = was.remove(entry.prefix());
      if (!entry.outcome().equals(outcome)) {
        out.put(
            entry.prefix(),
            new Change(
                Optional.ofNullable(outcome).map(o -> new SourceTable.Entry(entry.prefix(), o)),
                Optional.of(entry)));
      }
    }
    was.forEach(
        (prefix, outcome) ->
            out.put(
                prefix,
                new Change(Optional.of(new SourceTable.Entry(prefix, outcome)), Optional.empty())));
    return out;
  }
}
