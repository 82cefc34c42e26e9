package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.compiler.model.SourceTree;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entries of a tree as they stand in maps, where it changed: what a changed prefix comes to in
 * the maps of the length that it is kept in depends only on entries of that length, and of those
 * expanded to it, which hold it or lie in it.
 */
final class LocalEntries {

  private final SourceUse use;
  private final Set<Prefix> changed = new HashSet<>();

  LocalEntries(SourceUse use, SourceTree.Changes changes) {
    this.use = use;
    changes.gone().forEach(entry -> changed.add(entry.prefix()));
    changes.come().forEach(entry -> changed.add(entry.prefix()));
  }

  /** Entries that differ, by prefix as they stand in maps. */
  Map<Prefix, TableChanges.Change> between(SourceTree before, SourceTree after) {
    return TableChanges.between(of(before), of(after));
  }

  private List<SourceTable.Entry> of(SourceTree tree) {
    List<SourceTable.Entry> out = new ArrayList<>();
    Set<Prefix> known = new HashSet<>();
    for (Prefix prefix : changed) {
      for (SourceTable.Entry entry : use.entries(near(tree, prefix))) {
        if (known.add(entry.prefix())) {
          out.add(entry);
        }
      }
    }
    return out;
  }

  /** Those that stand in the same maps, longest first, cut to what is inside of the prefix. */
  private List<SourceTable.Entry> near(SourceTree tree, Prefix prefix) {
    int longest = use.kept(prefix.length());
    int above = use.keptBelow(longest);
    List<SourceTable.Entry> all = tree.around(prefix);
    all.sort(Comparator.comparingInt((SourceTable.Entry e) -> e.prefix().length()).reversed());
    List<SourceTable.Entry> out = new ArrayList<>();
    for (SourceTable.Entry entry : all) {
      int length = entry.prefix().length();
      if (length > longest || length <= above) {
        continue;
      }
      out.add(length >= prefix.length() ? entry : new SourceTable.Entry(prefix, entry.outcome()));
      if (length <= prefix.length()) {
        break; // What holds that one too decides nothing inside.
      }
    }
    return out;
  }
}
