package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.compiler.model.SourceTree;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of one class as they stand in maps: a table, or where it has many entries that stand
 * as they are, a tree that is made anew only where sources changed.
 */
final class UseState {

  private final SourceUse use;
  private final Family family;
  private Optional<SourceTable> table;
  private Optional<SourceTree> tree;
  private int size;
  private long[] counts;

  /** With more than {@code many} entries it is a tree. */
  UseState(SourceUse use, Family family, int many) {
    this.use = use;
    this.family = family;
    SourceTable first = use.table();
    size = first.entries().size();
    counts = new long[family.bits() + 1];
    count(first.entries(), 1, counts);
    boolean large = size > many && use.isAsGiven();
    table = large ? Optional.empty() : Optional.of(first);
    tree = large ? Optional.of(SourceTree.of(use.service().rules(), family)) : Optional.empty();
  }

  private static void count(List<SourceTable.Entry> entries, int sign, long[] counts) {
    entries.forEach(entry -> counts[entry.prefix().length()] += sign);
  }

  SourceUse use() {
    return use;
  }

  /**
   * What it becomes.
   *
   * @param entries those that change as they stand in maps, by prefix
   * @param gone entries that go, before expansion
   * @param come entries that come, before expansion
   */
  record Next(
      Optional<SourceTable> table,
      Optional<SourceTree> tree,
      Map<Prefix, TableChanges.Change> entries,
      List<SourceTable.Entry> gone,
      List<SourceTable.Entry> come) {}

  /**
   * The same with other sources; empty if the class would be laid out otherwise.
   *
   * @param rules the class's, of which the sources in {@code changed} are held by others
   */
  Optional<Next> with(List<ClassRule> rules, AddressSet changed) {
    return tree.isPresent()
        ? ofTree(tree.get(), rules, changed)
        : ofTable(table.orElseThrow(), rules);
  }

  private Optional<Next> ofTable(SourceTable before, List<ClassRule> rules) {
    SourceTable after = SourceTable.of(rules, family);
    if (!fits(after.otherwise(), before.entries(), after.entries())) {
      return Optional.empty();
    }
    return Optional.of(
        new Next(
            Optional.of(after),
            Optional.empty(),
            TableChanges.between(use.entries(before), use.entries(after)),
            before.entries(),
            after.entries()));
  }

  private Optional<Next> ofTree(SourceTree before, List<ClassRule> rules, AddressSet changed) {
    SourceTree after = before.with(rules, changed);
    SourceTree.Changes changes = after.since(before);
    if (!fits(after.otherwise(), changes.gone(), changes.come())) {
      return Optional.empty();
    }
    return Optional.of(
        new Next(
            Optional.empty(),
            Optional.of(after),
            TableChanges.between(changes.gone(), changes.come()),
            changes.gone(),
            changes.come()));
  }

  private boolean fits(
      RuleOutcome otherwise, List<SourceTable.Entry> gone, List<SourceTable.Entry> come) {
    long[] next = counts.clone();
    count(gone, -1, next);
    count(come, 1, next);
    return use.fits(otherwise, size - gone.size() + come.size(), come, next);
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    table = next.table();
    tree = next.tree();
    size += next.come().size() - next.gone().size();
    count(next.gone(), -1, counts);
    count(next.come(), 1, counts);
  }
}
