package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of which families the packets are that may get to a chain, as far as its ways there tell. */
final class Families {

  private static final int ALL = 3;

  private final Ruleset ruleset;
  private final RulesetInterpreter interpreter;
  private final Map<String, Integer> reached = new HashMap<>();
  private final Map<String, List<String>> targets = new HashMap<>();
  private final ArrayDeque<String> open = new ArrayDeque<>();
  private boolean unknown;

  Families(Ruleset ruleset, RulesetInterpreter interpreter) {
    this.ruleset = ruleset;
    this.interpreter = interpreter;
    for (NftChain chain : ruleset.chains().values()) {
      if (chain.base().isPresent()) {
        reach(chain.name(), ALL);
      }
    }
    while (!open.isEmpty()) {
      follow(open.remove());
    }
  }

  /** True if packets of a family may get to a chain. */
  boolean reach(String chain, Family family) {
    return unknown || (reached.getOrDefault(chain, 0) & bit(family)) != 0;
  }

  /** There may be other ways than there were: nothing is known any longer. */
  void forget() {
    unknown = true;
  }

  private void reach(String chain, int families) {
    int known = reached.getOrDefault(chain, 0);
    if ((known | families) != known) {
      reached.put(chain, known | families);
      open.add(chain);
    }
  }

  private void follow(String chain) {
    int families = reached.getOrDefault(chain, 0);
    for (NftRule rule : ruleset.rulesOf(chain)) {
      Optional<Family> only = Reached.familyTaken(rule);
      int here = only.isPresent() ? families & bit(only.get()) : families;
      for (Expression expression : rule.expressions()) {
        if (expression instanceof Lookup lookup) {
          targets
              .computeIfAbsent(lookup.set(), interpreter::chainsOf)
              .forEach(to -> reach(to, here));
        } else if (expression instanceof Immediate.Verdict verdict) {
          verdict.verdict().chain().ifPresent(to -> reach(to, here));
        }
      }
      families &= only.isPresent() ? ~bit(only.get()) : ALL;
    }
  }

  private static int bit(Family family) {
    return 1 << List.of(Family.values()).indexOf(family);
  }
}
