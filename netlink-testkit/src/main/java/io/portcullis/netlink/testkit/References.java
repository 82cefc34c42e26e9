package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.ElementData;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import java.util.Optional;
import java.util.stream.Stream;

/** Who names whom in a table. */
final class References {

  private References() {}

  /** The chain that a rule's expression leads to. */
  static Optional<String> chain(Expression expression) {
    return expression instanceof Immediate.Verdict immediate
        ? immediate.verdict().chain()
        : Optional.empty();
  }

  /** The chain that an element leads to. */
  static Optional<String> chain(NftSetElem element) {
    return element.data().isPresent() && element.data().get() instanceof ElementData.OfVerdict of
        ? of.verdict().chain()
        : Optional.empty();
  }

  /** Whether a rule of another chain, or an element, leads to {@code chain}. */
  static boolean toChain(FakeTable table, String chain) {
    return rules(table)
            .filter(rule -> !rule.chain().equals(chain))
            .flatMap(rule -> rule.expressions().stream())
            .anyMatch(expression -> chain(expression).filter(chain::equals).isPresent())
        || elements(table).anyMatch(e -> chain(e).filter(chain::equals).isPresent());
  }

  /** Whether a rule looks something up in {@code set}. */
  static boolean toSet(FakeTable table, String set) {
    return rules(table)
        .flatMap(rule -> rule.expressions().stream())
        .anyMatch(expression -> expression instanceof Lookup look && look.set().equals(set));
  }

  /** Whether an element of a map of {@code type} leads to {@code object}. */
  static boolean toObject(FakeTable table, String object, int type) {
    return table.sets.values().stream()
        .filter(set -> set.objectType() == type)
        .flatMap(set -> table.elementsOf(set.name()).values().stream())
        .anyMatch(
            element ->
                element.data().isPresent()
                    && element.data().get().equals(new ElementData.OfObject(object)));
  }

  /** Whether a verdict of {@code code} names a chain. */
  static boolean needsChain(int code) {
    return code == Verdict.NFT_JUMP || code == Verdict.NFT_GOTO;
  }

  private static Stream<NftRule> rules(FakeTable table) {
    return table.rules.values().stream().flatMap(list -> list.stream().map(rule -> rule.rule()));
  }

  private static Stream<NftSetElem> elements(FakeTable table) {
    return table.elements.values().stream().flatMap(map -> map.values().stream());
  }
}
