package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What packets can get to, from some chains on. The rest of a table is there for no packet: what a
 * switch has made and not yet turned to, or has turned away from and not yet removed.
 *
 * @param chains by name, in the order in which they are found
 * @param sets by name, in the order in which they are found
 */
record Reached(Set<String> chains, Set<String> sets) {

  /** What can be got to from {@code roots}, as far as those are there, themselves included. */
  static Reached in(Ruleset ruleset, Collection<String> roots) {
    Set<String> chains = new LinkedHashSet<>();
    Set<String> sets = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String chain = open.remove();
      if (!ruleset.chains().containsKey(chain) || !chains.add(chain)) {
        continue;
      }
      for (NftRule rule : ruleset.rulesOf(chain)) {
        open.addAll(References.chains(rule));
        for (String set : References.sets(rule)) {
          if (ruleset.sets().containsKey(set) && sets.add(set)) {
            for (Verdict verdict : References.verdicts(ruleset.elementsOf(set))) {
              open.add(verdict.chain().orElseThrow());
            }
          }
        }
      }
    }
    return new Reached(chains, sets);
  }
}
