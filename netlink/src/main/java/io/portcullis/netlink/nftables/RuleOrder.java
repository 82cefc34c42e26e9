package io.portcullis.netlink.nftables;

import io.portcullis.netlink.nftables.expr.Immediate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which rules can be added. A chain without a name of its own, which {@code nft} makes
 * for {@code jump { … }}, belongs to the one rule that jumps there, and takes no rules once that
 * rule is there ({@code nf_tables_newrule()}).
 */
final class RuleOrder {

  private final Ruleset ruleset;
  private final Set<String> done = new HashSet<>();
  private final List<NftRule> ordered = new ArrayList<>();

  RuleOrder(Ruleset ruleset) {
    this.ruleset = ruleset;
  }

  /** All rules: those of each chain in order, those of a rule's own chain before that rule. */
  List<NftRule> rules() {
    ruleset.rules().keySet().forEach(this::chain);
    return ordered;
  }

  private void chain(String name) {
    if (!done.add(name)) {
      return;
    }
    for (NftRule rule : ruleset.rulesOf(name)) {
      rule.expressions().stream()
          .filter(Immediate.Verdict.class::isInstance)
          .flatMap(immediate -> ((Immediate.Verdict) immediate).verdict().chain().stream())
          .filter(this::bound)
          .forEach(this::chain);
      ordered.add(rule);
    }
  }

  private boolean bound(String chain) {
    NftChain found = ruleset.chains().get(chain);
    return found != null && (found.flags() & NftChain.F_BINDING) != 0;
  }
}
