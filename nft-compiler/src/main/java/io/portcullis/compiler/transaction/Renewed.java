package io.portcullis.compiler.transaction;

import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Objref;
import io.portcullis.netlink.nftables.expr.Opaque;
import java.util.Set;

/**
 * Objects that are deleted and made anew under their names. A rule or element refers to the object,
 * not to its name, so whatever refers to one of these has to be made anew as well.
 *
 * @param chains by name
 * @param sets by name
 */
record Renewed(Set<String> chains, Set<String> sets) {

  boolean concerns(NftRule rule) {
    if (chains.isEmpty() && sets.isEmpty()) {
      return false;
    }
    return rule.expressions().stream().anyMatch(this::concerns);
  }

  private boolean concerns(Expression expression) {
    if (expression instanceof Lookup lookup) {
      return sets.contains(lookup.set());
    }
    if (expression instanceof Immediate.Verdict immediate) {
      return concerns(immediate.verdict());
    }
    if (expression instanceof Dynset dynset) {
      return sets.contains(dynset.set());
    }
    if (expression instanceof Objref.InMap objref) {
      return sets.contains(objref.map());
    }
    // It may name a set or a chain: unknown, so assumed.
    return expression instanceof Opaque;
  }

  boolean concerns(NftSetElem element) {
    return !chains.isEmpty()
        && element.data().isPresent()
        && element.data().get() instanceof ElementData.OfVerdict data
        && concerns(data.verdict());
  }

  boolean concerns(Verdict verdict) {
    return verdict.chain().isPresent() && chains.contains(verdict.chain().get());
  }
}
