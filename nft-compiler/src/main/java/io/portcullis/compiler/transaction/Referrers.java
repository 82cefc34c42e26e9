package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some chains and sets of a ruleset, with all that leads to them, up to the roots. */
final class Referrers {

  private final Map<String, List<String>> chainsToSet = new HashMap<>();
  private final Map<String, List<String>> chainsToChain = new HashMap<>();
  private final Map<String, List<String>> setsToChain = new HashMap<>();
  private final Set<String> chains = new LinkedHashSet<>();
  private final Set<String> sets = new LinkedHashSet<>();
  private final Deque<Runnable> open = new ArrayDeque<>();

  Referrers(Ruleset ruleset) {
    ruleset
        .rules()
        .forEach(
            (chain, rules) -> {
              for (NftRule rule : rules) {
                References.sets(rule).forEach(set -> put(chainsToSet, set, chain));
                References.chains(rule).forEach(to -> put(chainsToChain, to, chain));
              }
            });
    for (String set : ruleset.sets().keySet()) {
      for (Verdict verdict : References.verdicts(ruleset.elementsOf(set))) {
        put(setsToChain, verdict.chain().orElseThrow(), set);
      }
    }
  }

  private static void put(Map<String, List<String>> map, String to, String from) {
    map.computeIfAbsent(to, key -> new ArrayList<>()).add(from);
  }

  /** Adds a chain and all that leads there. */
  void addChain(String chain) {
    chain(chain);
    drain();
  }

  /** Adds a set and all that leads there. */
  void addSet(String set) {
    set(set);
    drain();
  }

  private void chain(String chain) {
    if (chains.add(chain)) {
      open.add(() -> chainsToChain.getOrDefault(chain, List.of()).forEach(this::chain));
      open.add(() -> setsToChain.getOrDefault(chain, List.of()).forEach(this::set));
    }
  }

  private void set(String set) {
    if (sets.add(set)) {
      open.add(() -> chainsToSet.getOrDefault(set, List.of()).forEach(this::chain));
    }
  }

  private void drain() {
    while (!open.isEmpty()) {
      open.remove().run();
    }
  }

  /** Those that were added, by name. */
  Set<String> chains() {
    return chains;
  }

  /** Those that were added, by name. */
  Set<String> sets() {
    return sets;
  }
}
