package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.policy.address.Family;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was proven last: a policy, and a ruleset whose elements are those that the interpreter has
 * by now.
 *
 * @param ruleset what was proven
 * @param ways which packets look keys up
 * @param named the sets of which keys may be names of interfaces
 */
record Established(Prepared prepared, Ruleset ruleset, Roles roles, Ways ways, Set<String> named) {

  /** More changed keys than these are proven together with everything else. */
  private static final int MANY = 4096;

  static Established of(Prepared prepared, Ruleset ruleset, Roles roles) {
    return new Established(
        prepared,
        ruleset,
        roles,
        new Ways(ruleset, prepared.interpreter()),
        Interfaces.askedBy(ruleset));
  }

  /** True if operations make a compiled policy's ruleset of this one. */
  boolean becomes(CompiledPolicy next, List<NftOperation> operations) {
    return Outcomes.make(ruleset, operations, next.ruleset());
  }

  /** True if the rules stand for what they stood for. */
  boolean sameRoles(CompiledPolicy next) {
    CompiledPolicy was = prepared.compiled();
    return was.outcomes().equals(next.outcomes())
        && was.logs().equals(next.logs())
        && was.policy().settings().equals(next.policy().settings())
        && was.policy().interfaces().keySet().equals(next.policy().interfaces().keySet())
        && was.policy().wildcard().isPresent() == next.policy().wildcard().isPresent();
  }

  /**
   * Adds the packets that look up a key of which an element came or went; false if they are too
   * many, or interfaces may be told apart by it.
   */
  boolean reached(List<NftOperation> operations, Set<PacketBox> out) {
    int keys = 0;
    Set<String> names = new HashSet<>();
    for (NftOperation operation : operations) {
      String set = set(operation);
      SetElements elements = elements(operation);
      keys += elements.size();
      for (int i = 0; keys <= MANY && i < elements.size(); i++) {
        NftSetElem element = elements.get(i);
        Bytes key = element.key();
        if (element.data().orElse(null) instanceof ElementData.OfVerdict data) {
          ways.leads(set, data.verdict());
        }
        if (named.contains(set)) {
          Interfaces.collect(key, names);
        }
        for (Family family : Family.values()) {
          ways.with(set, key, family, out);
        }
      }
    }
    prepared.names().forEach(names::remove);
    return keys <= MANY && out.size() <= MANY && names.isEmpty();
  }

  /** The next one, of the same rules. */
  Established with(Prepared next) {
    return new Established(next, next.compiled().ruleset(), roles, ways, named);
  }

  private static String set(NftOperation operation) {
    return operation instanceof NftOperation.AddElements add
        ? add.set()
        : ((NftOperation.DeleteElements) operation).set();
  }

  private static SetElements elements(NftOperation operation) {
    return operation instanceof NftOperation.AddElements add
        ? add.elements()
        : ((NftOperation.DeleteElements) operation).elements();
  }
}
