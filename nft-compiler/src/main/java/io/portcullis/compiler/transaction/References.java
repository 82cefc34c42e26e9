package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Objref;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What rules and elements name. */
final class References {

  private References() {}

  /** The set that an expression looks at or changes. */
  static Optional<String> set(Expression expression) {
    if (expression instanceof Lookup lookup) {
      return Optional.of(lookup.set());
    } else if (expression instanceof Dynset dynset) {
      return Optional.of(dynset.set());
    } else if (expression instanceof Objref.InMap objref) {
      return Optional.of(objref.map());
    }
    return Optional.empty();
  }

  /** The verdict that an expression gives by itself. */
  static Optional<Verdict> verdict(Expression expression) {
    return expression instanceof Immediate.Verdict immediate
        ? Optional.of(immediate.verdict())
        : Optional.empty();
  }

  /** The sets that a rule names. */
  static Set<String> sets(NftRule rule) {
    Set<String> sets = new LinkedHashSet<>();
    rule.expressions().forEach(expression -> set(expression).ifPresent(sets::add));
    return sets;
  }

  /** The chains that a rule names. */
  static Set<String> chains(NftRule rule) {
    Set<String> chains = new LinkedHashSet<>();
    rule.expressions()
        .forEach(expression -> verdict(expression).flatMap(Verdict::chain).ifPresent(chains::add));
    return chains;
  }

  /** The distinct verdicts with a chain that elements have. */
  static Set<Verdict> verdicts(SetElements elements) {
    Set<Verdict> verdicts = new LinkedHashSet<>();
    if (elements instanceof ElementBlock block) {
      verdicts.addAll(block.palette());
    } else {
      for (int i = 0; i < elements.size(); i++) {
        if (elements.get(i).data().orElse(null) instanceof ElementData.OfVerdict data) {
          verdicts.add(data.verdict());
        }
      }
    }
    verdicts.removeIf(verdict -> verdict.chain().isEmpty());
    return verdicts;
  }
}
