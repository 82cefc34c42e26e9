package io.portcullis.netlink.testkit;

import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One table while a transaction works on it. */
final class FakeTable {

  NftTable table;
  Optional<Object> owner;
  final Map<String, NftChain> chains = new LinkedHashMap<>();
  final Map<String, List<RuleWithHandle>> rules = new LinkedHashMap<>();
  final Map<String, NftSet> sets = new LinkedHashMap<>();
  final Map<String, Map<ElementKey, NftSetElem>> elements = new LinkedHashMap<>();
  final Map<ObjectKey, NftObject> objects = new LinkedHashMap<>();
  private long handle;

  /**
   * Handles of rules that the transaction deleted. They keep their places until it ends, so that
   * others can still be inserted before them: __nft_rule_lookup() finds them.
   */
  private final Set<Long> gone = new HashSet<>();

  /** What makes an element one: an interval's bounds may have the same key. */
  record ElementKey(
      io.portcullis.netlink.Bytes key, Optional<io.portcullis.netlink.Bytes> end, int flags) {

    static ElementKey of(NftSetElem element) {
      return new ElementKey(element.key(), element.keyEnd(), element.flags());
    }
  }

  /** Two objects of one name may differ in type. */
  record ObjectKey(String name, int type) {}

  FakeTable(NftTable table, Optional<Object> owner) {
    this.table = table;
    this.owner = owner;
  }

  /** A copy, so that a transaction can be given up. */
  FakeTable copy() {
    FakeTable copy = new FakeTable(table, owner);
    copy.chains.putAll(chains);
    rules.forEach((chain, list) -> copy.rules.put(chain, new ArrayList<>(list)));
    copy.sets.putAll(sets);
    elements.forEach((set, map) -> copy.elements.put(set, new LinkedHashMap<>(map)));
    copy.objects.putAll(objects);
    copy.handle = handle;
    return copy;
  }

  /** Deletes one rule; false if that is done already. */
  boolean delete(List<RuleWithHandle> rules, int index) {
    RuleWithHandle rule = rules.get(index);
    rules.set(index, new RuleWithHandle(rule.handle(), NftRule.of(rule.rule().chain())));
    return gone.add(rule.handle());
  }

  /** What remains once the transaction is done. */
  void commit() {
    rules.values().forEach(list -> list.removeIf(rule -> gone.contains(rule.handle())));
    gone.clear();
  }

  long nextHandle() {
    return ++handle;
  }

  List<RuleWithHandle> rulesOf(String chain) {
    return rules.computeIfAbsent(chain, name -> new ArrayList<>());
  }

  Map<ElementKey, NftSetElem> elementsOf(String set) {
    return elements.computeIfAbsent(set, name -> new LinkedHashMap<>());
  }

  /** As it is told: nft_rcv_nl_event() takes NFT_TABLE_F_OWNER away when the owner goes. */
  NftTable told() {
    return owner.isPresent()
        ? table
        : new NftTable(
            table.family(),
            table.name(),
            table.flags() & ~NftTable.F_OWNER,
            table.userData(),
            table.unknown());
  }

  TableDump dump(long generation) {
    Map<String, List<NftRule>> values = new LinkedHashMap<>();
    Map<String, List<RuleWithHandle>> handles = new LinkedHashMap<>();
    rules.forEach(
        (chain, list) -> {
          if (!list.isEmpty()) {
            values.put(chain, list.stream().map(RuleWithHandle::rule).toList());
            handles.put(chain, List.copyOf(list));
          }
        });
    Map<String, SetElements> held = new LinkedHashMap<>();
    elements.forEach(
        (set, map) -> {
          if (!map.isEmpty()) {
            held.put(set, new SetElements.Listed(List.copyOf(map.values())));
          }
        });
    Ruleset ruleset =
        new Ruleset(told(), chains, values, sets, held, List.copyOf(objects.values()));
    return new TableDump(generation, ruleset, handles);
  }
}
