package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Question;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Addresses in groups: one address stands for all that are in the same ones of some sets. Questions
 * of the ruleset are such sets too, found by asking about all addresses once.
 */
final class AddressGroups {

  /** So many answers to a question are gone through, else addresses are not grouped. */
  private static final int MANY_ANSWERS = 1 << 20;

  private final RulesetInterpreter interpreter;
  private final Map<Asked, Optional<AddressSet>> answers = new HashMap<>();
  private final Map<Grouped, List<Address>> known = new HashMap<>();

  /** A question about one address. Questions are compared by identity. */
  private record Asked(Question question, Dimension of, Family family) {}

  /** Some sets, and the addresses that are grouped by them. */
  private record Grouped(Set<AddressSet> by, Address first, Address last) {}

  AddressGroups(RulesetInterpreter interpreter) {
    this.interpreter = interpreter;
  }

  /** Addresses that are in a set, or of which a question holds; empty if that is too much. */
  Optional<AddressSet> holding(Object asked, Dimension of, Family family) {
    return asked instanceof AddressSet set
        ? Optional.of(set)
        : answers.computeIfAbsent(
            new Asked((Question) asked, of, family),
            key -> interpreter.holds(key.question, key.of, key.family, MANY_ANSWERS));
  }

  /** One address of each group there is in the region's dimension. */
  List<Address> of(Set<AddressSet> sets, Dimension of, Region whole, Family family) {
    Address first = new Address(family, whole.high(of), whole.low(of));
    Address last = new Address(family, whole.lastHigh(of), whole.lastLow(of));
    return known.computeIfAbsent(new Grouped(Set.copyOf(sets), first, last), AddressGroups::divide);
  }

  /** Goes once over all bounds, with the sets that hold the address at hand. */
  private static List<Address> divide(Grouped grouped) {
    TreeMap<Address, BitSet> turns =
        new TreeMap<>((a, b) -> Bits128.compare(a.high(), a.low(), b.high(), b.low()));
    BitSet held = new BitSet();
    int number = 0;
    for (AddressSet set : grouped.by) {
      held.set(number, set.contains(grouped.first));
      bounds(set, grouped, number++, turns);
    }
    Set<BitSet> seen = new HashSet<>();
    List<Address> out = new ArrayList<>();
    seen.add((BitSet) held.clone());
    out.add(grouped.first);
    turns.forEach(
        (at, turning) -> {
          held.xor(turning);
          if (!seen.contains(held)) {
            seen.add((BitSet) held.clone());
            out.add(at);
          }
        });
    return List.copyOf(out);
  }

  /** Notes the addresses above the first, up to the last, from which on a set holds or does not. */
  private static void bounds(
      AddressSet set, Grouped within, int number, Map<Address, BitSet> turns) {
    Address first = within.first;
    Address last = within.last;
    for (int i = Math.max(0, set.floor(first.high(), first.low())); i < set.rangeCount(); i++) {
      Address from = set.first(i);
      if (compare(from, last) > 0) {
        return;
      }
      if (compare(from, first) > 0) {
        turns.computeIfAbsent(from, key -> new BitSet()).flip(number);
      }
      Address end = set.last(i);
      if (compare(end, first) >= 0 && compare(end, last) < 0) {
        Address after =
            new Address(set.family(), Bits128.incrementHigh(end.high(), end.low()), end.low() + 1);
        turns.computeIfAbsent(after, key -> new BitSet()).flip(number);
      }
    }
  }

  private static int compare(Address one, Address other) {
    return Bits128.compare(one.high(), one.low(), other.high(), other.low());
  }
}
