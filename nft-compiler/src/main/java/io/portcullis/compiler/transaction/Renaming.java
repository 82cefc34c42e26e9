package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Objref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Other names for chains and sets, wherever they stand: where the object is made and wherever it is
 * named. Nothing else of a ruleset changes.
 *
 * @param chains a chain's new name
 * @param sets a set's new name
 */
record Renaming(UnaryOperator<String> chains, UnaryOperator<String> sets) {

  /** Takes versions away. */
  static final Renaming LOGICAL = new Renaming(VersionedName::logical, VersionedName::logical);

  Ruleset of(Ruleset ruleset) {
    Map<String, NftChain> newChains = new LinkedHashMap<>();
    ruleset.chains().values().forEach(chain -> unique(newChains, of(chain).name(), of(chain)));
    Map<String, List<NftRule>> newRules = new LinkedHashMap<>();
    ruleset
        .rules()
        .forEach(
            (chain, rules) ->
                unique(newRules, chains.apply(chain), rules.stream().map(this::of).toList()));
    Map<String, NftSet> newSets = new LinkedHashMap<>();
    ruleset.sets().values().forEach(set -> unique(newSets, of(set).name(), of(set)));
    Map<String, SetElements> newElements = new LinkedHashMap<>();
    ruleset
        .elements()
        .forEach((set, elements) -> unique(newElements, sets.apply(set), of(elements)));
    return new Ruleset(
        ruleset.table(), newChains, newRules, newSets, newElements, ruleset.objects());
  }

  private static <T> void unique(Map<String, T> map, String name, T value) {
    if (map.put(name, value) != null) {
      throw new IllegalStateException("two objects would be called " + name);
    }
  }

  NftChain of(NftChain chain) {
    return chain.withName(chains.apply(chain.name()));
  }

  NftSet of(NftSet set) {
    return set.withName(sets.apply(set.name()));
  }

  NftRule of(NftRule rule) {
    return new NftRule(
        chains.apply(rule.chain()),
        rule.expressions().stream().map(this::of).toList(),
        rule.userData(),
        rule.unknown());
  }

  Expression of(Expression expression) {
    if (expression instanceof Lookup l) {
      return new Lookup(sets.apply(l.set()), l.sreg(), l.data(), l.inverted());
    } else if (expression instanceof Immediate.Verdict immediate) {
      return new Immediate.Verdict(of(immediate.verdict()));
    } else if (expression instanceof Dynset d) {
      return new Dynset(
          sets.apply(d.set()),
          d.op(),
          d.sregKey(),
          d.sregData(),
          d.timeout(),
          d.expressions(),
          d.inverted());
    } else if (expression instanceof Objref.InMap objref) {
      return new Objref.InMap(objref.sreg(), sets.apply(objref.map()));
    }
    return expression;
  }

  Verdict of(Verdict verdict) {
    return verdict.chain().isEmpty()
        ? verdict
        : new Verdict(verdict.code(), verdict.chain().map(chains));
  }

  SetElements of(SetElements elements) {
    if (elements instanceof ElementBlock block) {
      return block.withVerdicts(this::of);
    }
    List<NftSetElem> renamed = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      renamed.add(of(elements.get(i)));
    }
    return new SetElements.Listed(renamed);
  }

  private NftSetElem of(NftSetElem e) {
    if (!(e.data().orElse(null) instanceof ElementData.OfVerdict data)) {
      return e;
    }
    return e.withData(Optional.of(new ElementData.OfVerdict(of(data.verdict()))));
  }
}
