package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;
import static io.portcullis.compiler.lower.Loads.WORD;

import io.portcullis.compiler.model.SourceTable;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Register;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Source tables as hash maps, one per prefix length, shared by all classes of a scope.
 *
 * <p>Two kinds of key. {@code l4proto . dport . saddr/len} comes from the packet alone, so that one
 * chain of lookups serves every class of few ports. {@code class . saddr/len} starts with a
 * constant that the class's own chain puts there, so that a class of many ports, or of none, has
 * each source once.
 */
final class SourceMaps {

  private final Scope scope;
  private final Map<String, String> byPortChains = new HashMap<>();
  private int classes;

  SourceMaps(Scope scope) {
    this.scope = scope;
  }

  /**
   * A chain that looks sources up by class. The verdict to get there.
   *
   * @param what the class is, for people
   */
  Verdict byClass(SourceTable table, String what) {
    int number = ++classes;
    Bytes tag = Bytes.ofHostU32(number);
    String chain = scope.named("class-" + number);
    scope.draft().chain(chain, "sources of " + what);
    int addressLength = scope.family().bits() / 8;
    for (SourceTable.Entry entry : table.entries()) {
      byte[] key = new byte[WORD + addressLength];
      tag.copyTo(key, 0);
      Loads.address(entry.prefix()).copyTo(key, WORD);
      classMap(entry.prefix().length()).put(Bytes.of(key), outcome(entry));
    }
    Register address = R0.plus(WORD);
    for (int length : lengths(table).descendingSet()) {
      scope
          .draft()
          .rule(
              chain,
              new Immediate.Value(R0, tag),
              Loads.source(scope.family(), address),
              Loads.masked(scope.family(), address, length),
              Lookup.verdict(classMap(length).name(), R0));
    }
    scope.draft().rule(chain, Loads.verdict(scope.verdict(table.otherwise())));
    return Verdict.goTo(chain);
  }

  /**
   * Enters sources of some ports; the chain that looks them up is shared by all classes with the
   * same prefix lengths and the same outcome of other sources. The verdict to get there.
   *
   * @param services protocol and port pairs
   */
  Verdict byPort(SourceTable table, List<int[]> services) {
    int addressLength = scope.family().bits() / 8;
    for (int[] service : services) {
      byte[] key = Loads.serviceKey(service[0], service[1], 2 * WORD + addressLength);
      for (SourceTable.Entry entry : table.entries()) {
        Loads.address(entry.prefix()).copyTo(key, 2 * WORD);
        portMap(entry.prefix().length()).put(Bytes.of(key), outcome(entry));
      }
    }
    NavigableSet<Integer> lengths = lengths(table);
    Verdict otherwise = scope.verdict(table.otherwise());
    return Verdict.goTo(
        byPortChains.computeIfAbsent(
            lengths + " " + otherwise, key -> byPortChain(lengths, otherwise)));
  }

  private String byPortChain(NavigableSet<Integer> lengths, Verdict otherwise) {
    String chain = scope.named("sources-" + (byPortChains.size() + 1));
    scope.draft().chain(chain, "sources by service");
    Register port = R0.plus(WORD);
    Register address = port.plus(WORD);
    for (int length : lengths.descendingSet()) {
      scope
          .draft()
          .rule(
              chain,
              Loads.protocol(R0),
              Loads.destinationPort(port),
              Loads.source(scope.family(), address),
              Loads.masked(scope.family(), address, length),
              Lookup.verdict(portMap(length).name(), R0));
    }
    scope.draft().rule(chain, Loads.verdict(otherwise));
    return chain;
  }

  private Verdict outcome(SourceTable.Entry entry) {
    return scope.verdict(entry.outcome());
  }

  private static NavigableSet<Integer> lengths(SourceTable table) {
    NavigableSet<Integer> lengths = new TreeSet<>();
    table.entries().forEach(entry -> lengths.add(entry.prefix().length()));
    return lengths;
  }

  private MapDraft classMap(int length) {
    return map("class-saddr", length, WORD, NftDataType.concat(NftDataType.MARK, addressType()));
  }

  private MapDraft portMap(int length) {
    return map(
        "service-saddr",
        length,
        2 * WORD,
        NftDataType.concat(NftDataType.INET_PROTO, NftDataType.INET_SERVICE, addressType()));
  }

  private MapDraft map(String kind, int length, int before, int type) {
    int keyLength = before + scope.family().bits() / 8;
    return scope
        .draft()
        .map(
            NftSet.verdictMap(scope.named(kind + length), 0, type, keyLength)
                .withUserData(Comments.ofSet("outcome by source prefix of length " + length)));
  }

  private int addressType() {
    return scope.family() == Family.V4 ? NftDataType.IPV4_ADDR : NftDataType.IPV6_ADDR;
  }
}
