package io.portcullis.policy.resolve;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Nets in any order, some of them within others, and what they hold. */
final class Nets {

  /** A list is compared with the one before it if no more than so many of its nets differ. */
  private static final int FEW = 1_000;

  private final List<Prefix> list;
  private final Interner interner;
  private final Map<Family, AddressSet> sets = new EnumMap<>(Family.class);

  Nets(List<Prefix> list, Interner interner) {
    this.list = list;
    this.interner = interner;
  }

  /** The addresses of one family that any of the nets holds. */
  AddressSet of(Family family) {
    AddressSet known = sets.get(family);
    if (known == null) {
      known = interner.intern(union(list, family));
      sets.put(family, known);
    }
    return known;
  }

  static AddressSet union(List<Prefix> nets, Family family) {
    AddressSet.Builder set = AddressSet.builder(family);
    for (Prefix net : nets) {
      if (net.family() == family) {
        set.add(net);
      }
    }
    return set.build();
  }

  /** Another list, most of which is often the same; what is known of this one is made use of. */
  Nets next(List<Prefix> nets) {
    Nets next = new Nets(nets, interner);
    int most = Math.min(list.size(), nets.size());
    int from = 0;
    while (from < most && list.get(from).equals(nets.get(from))) {
      from++;
    }
    int end = 0;
    while (end < most - from
        && list.get(list.size() - 1 - end).equals(nets.get(nets.size() - 1 - end))) {
      end++;
    }
    List<Prefix> gone = list.subList(from, list.size() - end);
    List<Prefix> come = nets.subList(from, nets.size() - end);
    if (gone.size() + come.size() <= FEW) {
      sets.forEach((family, set) -> next.sets.put(family, next.patch(set, family, gone, come)));
    }
    return next;
  }

  private AddressSet patch(AddressSet before, Family family, List<Prefix> gone, List<Prefix> come) {
    AddressSet added = union(come, family);
    AddressSet lost = union(gone, family).minus(added);
    if (!lost.isEmpty()) {
      // What another net holds too is not lost.
      AddressSet.Builder held = AddressSet.builder(family);
      for (Prefix net : list) {
        if (net.family() == family && lost.overlaps(net)) {
          held.add(net);
        }
      }
      lost = lost.minus(held.build());
    }
    AddressSet after = before.minus(lost).union(added);
    return after.equals(before) ? before : interner.intern(after);
  }
}
