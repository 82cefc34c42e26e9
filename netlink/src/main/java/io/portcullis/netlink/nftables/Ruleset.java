package io.portcullis.netlink.nftables;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything in one table: what a compiler makes, what a transaction brings about, and what a dump
 * gives back.
 *
 * @param table the table itself
 * @param chains by name, in order of creation
 * @param rules by chain name, in order of evaluation; a chain without rules may be absent
 * @param sets by name
 * @param elements by set name; a set without elements may be absent
 * @param objects stateful objects, in order of creation
 */
public record Ruleset(
    NftTable table,
    Map<String, NftChain> chains,
    Map<String, List<NftRule>> rules,
    Map<String, NftSet> sets,
    Map<String, SetElements> elements,
    List<NftObject> objects) {

  public Ruleset {
    chains = Unchanging.of(chains);
    if (!(rules instanceof Unchanging)) {
      LinkedHashMap<String, List<NftRule>> copied = new LinkedHashMap<>();
      rules.forEach((chain, list) -> copied.put(chain, List.copyOf(list)));
      rules = Unchanging.of(copied);
    }
    sets = Unchanging.of(sets);
    elements = Unchanging.of(elements);
    objects = List.copyOf(objects);
  }

  /** The same with other elements, in maps that are shared but for those of elements. */
  public Ruleset withElements(Map<String, ? extends SetElements> changed) {
    Map<String, SetElements> all = new LinkedHashMap<>(elements);
    all.putAll(changed);
    return new Ruleset(table, chains, rules, sets, all, objects);
  }

  /** A table without stateful objects. */
  public Ruleset(
      NftTable table,
      Map<String, NftChain> chains,
      Map<String, List<NftRule>> rules,
      Map<String, NftSet> sets,
      Map<String, SetElements> elements) {
    this(table, chains, rules, sets, elements, List.of());
  }

  /** The rules of a chain, empty if it has none. */
  public List<NftRule> rulesOf(String chain) {
    return rules.getOrDefault(chain, List.of());
  }

  /** The elements of a set, none if it has none. */
  public SetElements elementsOf(String set) {
    return elements.getOrDefault(set, SetElements.NONE);
  }

  /** The set of that name. */
  public Optional<NftSet> set(String name) {
    return Optional.ofNullable(sets.get(name));
  }
}
