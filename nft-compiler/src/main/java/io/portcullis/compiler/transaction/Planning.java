package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.TableDump;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses names, and with them what is changed where it is and what is made anew beside it.
 *
 * <p>If no packet can meet more than one change, all is changed where it is. Else the table is
 * taken for a tree that is never changed but at its root: whatever changes, and whatever leads
 * there, is made under names that are free, and the base chain turns to it.
 */
final class Planning {

  private final TableDump held;
  private final Ruleset wanted;

  /** What wanted objects are called where packets get to them now. */
  private final Names current;

  /** The same, without what cannot be changed into what is wanted. */
  private final Names kept;

  Planning(TableDump held, Ruleset wanted) {
    this.held = held;
    this.wanted = wanted;
    this.current = Names.in(held.ruleset(), wanted);
    this.kept = kept();
  }

  Plan plan() {
    Names names = named(Set.of(), Set.of());
    Ruleset inPlace = names.of(wanted);
    Difference difference = difference(inPlace);
    if (rootIsNoRoot()) {
      return new Plan(List.of(difference.operations()), names, inPlace);
    }
    if (isTearFree(difference, inPlace)) {
      return plan(difference, names, inPlace);
    }
    Names copied = copied(difference, names);
    Ruleset beside = copied.of(wanted);
    return plan(difference(beside), copied, beside);
  }

  private Difference difference(Ruleset named) {
    return Difference.of(held, named, current);
  }

  private Plan plan(Difference difference, Names names, Ruleset ruleset) {
    List<NftOperation> operations = difference.operations();
    Batches batches = new Batches(Optional.of(held.ruleset()), ruleset);
    return new Plan(batches.of(operations), names, ruleset);
  }

  /**
   * A regular chain has the name of a base chain: somebody's work, which goes, and with it for this
   * once the promise to packets.
   */
  private boolean rootIsNoRoot() {
    return Names.roots(wanted).stream()
        .map(held.ruleset().chains()::get)
        .anyMatch(chain -> chain != null && chain.base().isEmpty());
  }

  private boolean isTearFree(Difference difference, Ruleset named) {
    return difference.changedElements().entrySet().stream()
            .allMatch(
                entry ->
                    entry.getValue().isWholeForEachKey(named.set(entry.getKey()).orElseThrow()))
        && PacketPaths.meetOneChangeAtMost(
            held.ruleset(), named, difference.changedElements(), difference.changedChains());
  }

  private Names kept() {
    Renaming renaming = new Renaming(current::chain, current::set);
    Map<String, String> chains = new HashMap<>();
    for (NftChain chain : wanted.chains().values()) {
      NftChain now = renaming.of(chain);
      if (now.equals(held.ruleset().chains().get(now.name()))
          && current.chains().containsKey(chain.name())) {
        chains.put(chain.name(), now.name());
      }
    }
    Map<String, String> sets = new HashMap<>();
    for (NftSet set : wanted.sets().values()) {
      NftSet now = Rulesets.withoutCounts(renaming.of(set));
      Optional<NftSet> was = held.ruleset().set(now.name()).map(Rulesets::withoutCounts);
      if (was.equals(Optional.of(now)) && current.sets().containsKey(set.name())) {
        sets.put(set.name(), now.name());
      }
    }
    return new Names(chains, sets);
  }

  /**
   * Names for everything: what is kept keeps its own, except for some that shall have new ones.
   *
   * @param chains that shall have new names, by those of the compiler
   * @param sets likewise
   */
  private Names named(Set<String> chains, Set<String> sets) {
    Map<String, String> newChains = new HashMap<>();
    for (NftChain chain : wanted.chains().values()) {
      if (chain.base().isEmpty()) {
        newChains.put(
            chain.name(), name(chain.name(), kept.chains(), chains, held.ruleset().chains()));
      }
    }
    Map<String, String> newSets = new HashMap<>();
    for (String set : wanted.sets().keySet()) {
      newSets.put(set, name(set, kept.sets(), sets, held.ruleset().sets()));
    }
    return new Names(newChains, newSets);
  }

  private static String name(
      String logical, Map<String, String> kept, Set<String> renewed, Map<String, ?> taken) {
    String name = kept.get(logical);
    return name == null || renewed.contains(logical)
        ? VersionedName.fresh(logical, taken::containsKey)
        : name;
  }

  /** The names, with new ones for all that changes and all that leads there but for roots. */
  private Names copied(Difference difference, Names names) {
    Referrers referrers = new Referrers(wanted);
    for (String chain : wanted.chains().keySet()) {
      String physical = names.chain(chain);
      if (difference.changedChains().contains(physical)
          || !held.ruleset().chains().containsKey(physical)) {
        referrers.addChain(chain);
      }
    }
    for (String set : wanted.sets().keySet()) {
      String physical = names.set(set);
      if (difference.changedElements().containsKey(physical)
          || !held.ruleset().sets().containsKey(physical)) {
        referrers.addSet(set);
      }
    }
    return named(referrers.chains(), referrers.sets());
  }
}
