package io.portcullis.policy.resolve;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The addresses of everything that a selector selects, and the rules that ask for them. */
final class Addresses {

  private final Selection<Nets> selection;
  private final Interner interner;
  private final Map<Family, AddressSet> sets = new EnumMap<>(Family.class);
  private final Set<RuleWork> users = new LinkedHashSet<>();
  private boolean any;

  Addresses(Selection<Nets> selection, Interner interner) {
    this.selection = selection;
    this.interner = interner;
    this.any = !selection.selected().isEmpty();
  }

  Selection<Nets> selection() {
    return selection;
  }

  Set<RuleWork> users() {
    return users;
  }

  /** True if anything at all is selected. */
  boolean any() {
    return any;
  }

  AddressSet of(Family family) {
    AddressSet known = sets.get(family);
    if (known == null) {
      known = interner.intern(union(selection.selected(), family));
      sets.put(family, known);
    }
    return known;
  }

  private static AddressSet union(List<Labelled<Nets>> all, Family family) {
    if (all.size() == 1) {
      return all.get(0).value().of(family);
    }
    AddressSet.Builder set = AddressSet.builder(family);
    all.forEach(nets -> set.add(nets.value().of(family)));
    return set.build();
  }

  /**
   * Takes up what has become of the selection.
   *
   * @return whether anything is different for those who use it
   */
  boolean settle() {
    boolean anyNow = !selection.selected().isEmpty();
    boolean changed = any != anyNow;
    any = anyNow;
    for (Map.Entry<Family, AddressSet> entry : sets.entrySet()) {
      AddressSet before = entry.getValue();
      AddressSet after = next(before, entry.getKey());
      if (!after.equals(before)) {
        entry.setValue(interner.intern(after));
        changed = true;
      }
    }
    selection.settle();
    return changed;
  }

  private AddressSet next(AddressSet before, Family family) {
    List<Labelled<Nets>> selected = selection.selected();
    if (selected.size() == 1 || selected.size() < 2 * selection.come().size()) {
      return union(selected, family);
    }
    AddressSet added = union(selection.come(), family);
    AddressSet lost = union(selection.gone(), family).minus(added);
    if (!lost.isEmpty()) {
      // What something else that is selected holds too is not lost.
      AddressSet.Builder held = AddressSet.builder(family);
      for (Labelled<Nets> nets : selected) {
        held.add(nets.value().of(family).intersect(lost));
      }
      lost = lost.minus(held.build());
    }
    return before.minus(lost).union(added);
  }
}
