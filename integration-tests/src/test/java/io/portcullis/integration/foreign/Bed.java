package io.portcullis.integration.foreign;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.CounterHit;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.netlink.sys.PacketSocket;
import io.portcullis.policy.address.Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A namespace whose kernel runs a ruleset, and another that sends to it. */
final class Bed implements AutoCloseable {

  static final String LINK = "f0";
  static final Address V4 = Address.parse("192.0.2.11");
  static final Address V6 = Address.parse("2001:db8:2::11");

  private static final byte[] TO = {2, 0, 0, 0, 0, 1};
  private static final byte[] FROM = {2, 0, 0, 0, 0, 2};
  private static final String WITNESS = "witness";
  private static final long BOUND = 2_000_000_000L;

  private final NetworkNamespace inside = NetworkNamespace.create("foreign");
  private final NetworkNamespace sender = NetworkNamespace.create("sender");
  private final NfTables tables;
  private final PacketSocket socket;

  /**
   * What became of packets.
   *
   * @param seen how many came in
   * @param survived how many were not dropped
   * @param hits packets by counter, those with none left out
   */
  record Fate(long seen, long survived, Map<String, Long> hits) {}

  /** One without connections. */
  Bed() throws Exception {
    this(List.of());
  }

  /**
   * One with connections, if there are any; other packets are tracked too then.
   *
   * @param flows that have seen packets both ways
   */
  Bed(List<TrackedFlows.Flow> flows) throws Exception {
    Shell.must(
        inside,
        """
        link add %1$s address 02:00:00:00:00:01 type veth peer name %1$s netns %2$d
        link set dev %1$s addrgenmode none
        link set dev %1$s up
        addr add %3$s/24 dev %1$s
        addr add %4$s/64 dev %1$s nodad
        """
            .formatted(LINK, sender.threadId(), V4, V6),
        "ip",
        "-batch",
        "-");
    Shell.must(
        sender,
        "link set dev %1$s addrgenmode none\nlink set dev %1$s arp off up\n".formatted(LINK),
        "ip",
        "-batch",
        "-");
    Shell.must(
        inside,
        """
        table inet witness {
          chain first { type filter hook prerouting priority -300; %s counter; }
          chain last { type filter hook prerouting priority -100; counter drop; }
          chain asks { type filter hook prerouting priority -102; %s }
        }
        """
            .formatted(
                flows.isEmpty() ? "notrack" : "",
                flows.isEmpty() ? "" : "ct state invalid counter;"),
        "nft",
        "-f",
        "-");
    for (TrackedFlows.Flow flow : flows) {
      Shell.must(inside, "", flow.command());
    }
    socket = sender.call(() -> PacketSocket.open(LINK));
    tables = inside.call(NfTables::open);
  }

  /** Replaces the ruleset; all its counters are at nothing. */
  Ruleset enforce(Ruleset wanted) {
    if (tables.tables().stream().anyMatch(t -> t.name().equals(ForeignRuleset.TABLE))) {
      tables.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, ForeignRuleset.TABLE)), 0);
    }
    tables.commit(Rulesets.creation(wanted), 0);
    return dump(ForeignRuleset.TABLE);
  }

  /** Sends packets, waits until all have come in, and says what became of them. */
  Fate send(List<ForeignPackets.Sent> packets) {
    Fate before = fate();
    packets.forEach(one -> socket.send(frame(one.datagram().toArray())));
    long deadline = System.nanoTime() + BOUND;
    Fate now = fate();
    while (now.seen() - before.seen() < packets.size() && System.nanoTime() < deadline) {
      now = fate();
    }
    return new Fate(now.seen() - before.seen(), now.survived() - before.survived(), now.hits());
  }

  private static byte[] frame(byte[] datagram) {
    boolean v4 = (datagram[0] & 0xf0) == 0x40;
    return ByteBuffer.allocate(TO.length + FROM.length + 2 + datagram.length)
        .put(TO)
        .put(FROM)
        .putShort((short) (v4 ? 0x0800 : 0x86dd))
        .put(datagram)
        .array();
  }

  private Fate fate() {
    Ruleset witness = dump(WITNESS);
    long survived = packets(witness.rulesOf("last").get(0).expressions());
    long seen = packets(witness.rulesOf("first").get(0).expressions());
    return new Fate(seen, survived, hits(dump(ForeignRuleset.TABLE)));
  }

  private static Map<String, Long> hits(Ruleset held) {
    Map<String, Long> out = new TreeMap<>();
    held.rules()
        .forEach(
            (chain, rules) -> {
              for (int i = 0; i < rules.size(); i++) {
                NftRule rule = rules.get(i);
                count(out, name(new CounterHit.OfRule(new Place(chain, i))), rule.expressions());
              }
            });
    held.elements()
        .forEach(
            (set, elements) -> {
              for (int i = 0; i < elements.size(); i++) {
                NftSetElem element = elements.get(i);
                count(
                    out, name(new CounterHit.OfElement(set, element.key())), element.expressions());
              }
            });
    return out;
  }

  /** Of a rule, the hits of all its counters are added. */
  static String name(CounterHit hit) {
    return hit.toString();
  }

  private static void count(Map<String, Long> out, String name, List<Expression> expressions) {
    long packets = packets(expressions);
    if (packets > 0) {
      out.merge(name, packets, Long::sum);
    }
  }

  private static long packets(List<Expression> expressions) {
    return expressions.stream()
        .filter(Counter.class::isInstance)
        .mapToLong(e -> ((Counter) e).packets())
        .sum();
  }

  private Ruleset dump(String table) {
    return tables.dump(NfFamily.INET, table).orElseThrow();
  }

  @Override
  public void close() {
    tables.close();
    socket.close();
    inside.close();
    sender.close();
  }
}
