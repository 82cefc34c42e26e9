package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.compiler.model.SourceTree;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of one class as they stand in maps: a table, or where it has many entries, a tree
 * that is made anew only where sources changed.
 */
final class UseState {

  /** More elements than these are not made of one change. */
  private static final long MOST_PARTS = 1 << 16;

  private final SourceUse use;
  private final Family family;
  private Optional<SourceTable> table;
  private Optional<SourceTree> tree;
  private int size;
  private long elements;

  /** With more than {@code many} entries it is a tree. */
  UseState(SourceUse use, Family family, int many) {
    this.use = use;
    this.family = family;
    SourceTable first = use.table();
    size = first.entries().size();
    elements = use.entries(first.entries()).size();
    boolean large = size > many;
    table = large ? Optional.empty() : Optional.of(first);
    tree = large ? Optional.of(SourceTree.of(use.service().rules(), family)) : Optional.empty();
  }

  SourceUse use() {
    return use;
  }

  /** All entries as they stand in maps. */
  List<SourceTable.Entry> entries() {
    Prefix all = new Prefix(new Address(family, 0, 0), 0);
    return use.entries(
        tree.map(of -> of.around(all)).orElseGet(() -> table.orElseThrow().entries()));
  }

  /** How many elements it has beyond one for each entry, because some lengths have no maps. */
  long extra() {
    return (elements - size) * Math.max(1, use.times());
  }

  /**
   * What it becomes.
   *
   * @param entries those that change as they stand in maps, by prefix
   * @param size how many entries it has
   * @param elements how many as they stand in maps
   */
  record Next(
      Optional<SourceTable> table,
      Optional<SourceTree> tree,
      Map<Prefix, TableChanges.Change> entries,
      int size,
      long elements) {

    long extra(SourceUse use) {
      return (elements - size) * Math.max(1, use.times());
    }
  }

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
    List<SourceTable.Entry> come = after.entries();
    if (!use.fits(after.otherwise(), come.size(), come) || isTooMuch(come)) {
      return Optional.empty();
    }
    List<SourceTable.Entry> entries = use.entries(come);
    return Optional.of(
        new Next(
            Optional.of(after),
            Optional.empty(),
            TableChanges.between(use.entries(before.entries()), entries),
            come.size(),
            entries.size()));
  }

  private Optional<Next> ofTree(SourceTree before, List<ClassRule> rules, AddressSet changed) {
    SourceTree after = before.with(rules, changed);
    SourceTree.Changes changes = after.since(before);
    int next = size - changes.gone().size() + changes.come().size();
    if (!use.fits(after.otherwise(), next, changes.come())
        || isTooMuch(changes.come())
        || isTooMuch(changes.gone())) {
      return Optional.empty();
    }
    Map<Prefix, TableChanges.Change> entries =
        new LocalEntries(use, changes).between(before, after);
    long more =
        entries.values().stream()
            .mapToLong(c -> (c.after().isPresent() ? 1 : 0) - (c.before().isPresent() ? 1 : 0))
            .sum();
    return Optional.of(
        new Next(Optional.empty(), Optional.of(after), entries, next, elements + more));
  }

  private boolean isTooMuch(List<SourceTable.Entry> entries) {
    return entries.stream()
            .mapToInt(entry -> entry.prefix().length())
            .mapToLong(length -> 1L << Math.min(40, use.kept(length) - length))
            .sum()
        > MOST_PARTS + size;
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    table = next.table();
    tree = next.tree();
    size = next.size();
    elements = next.elements();
  }
}
