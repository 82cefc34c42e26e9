package io.portcullis.integration.differential;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.netlink.sys.PacketSocket;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.util.HashMap;
import java.util.Map;

/**
 * A namespace with links {@code g0} and {@code g1}, and another that sends to them. A table of the
 * test's own keeps connection tracking away, and swallows what survived policy, so that nothing is
 * answered.
 */
final class Guarded implements AutoCloseable {

  private static final byte[] TO = {2, 0, 0, 0, 0, 1};
  private static final byte[] FROM = {2, 0, 0, 0, 0, 2};
  private static final String WITNESS = "witness";
  private static final Address V4 = Address.parse("192.0.2.11");
  private static final Address V6 = Address.parse("2001:db8:2::11");

  private final NetworkNamespace inside = NetworkNamespace.create("guarded");
  private final NetworkNamespace sender = NetworkNamespace.create("sender");
  private final Map<String, PacketSocket> sockets = new HashMap<>();
  private final NfTables tables;

  Guarded() throws Exception {
    StringBuilder ip = new StringBuilder();
    for (String link : new String[] {"g0", "g1"}) {
      ip.append(
              "link add %s address 02:00:00:00:00:01 type veth peer name %s netns %d\n"
                  .formatted(link, link, sender.threadId()))
          .append("link set dev %s addrgenmode none\nlink set dev %s up\n".formatted(link, link));
    }
    ip.append("addr add %s/24 dev g0\naddr add %s/64 dev g0 nodad\n".formatted(V4, V6));
    Shell.must(inside, ip.toString(), "ip", "-batch", "-");
    // No address and no IPv6 there: the sending side itself says nothing.
    Shell.must(
        sender,
        """
        link set dev g0 addrgenmode none
        link set dev g1 addrgenmode none
        link set dev g0 arp off up
        link set dev g1 arp off up
        """,
        "ip",
        "-batch",
        "-");
    Shell.must(
        inside,
        """
        table inet witness {
          chain raw { type filter hook prerouting priority -300; notrack; }
          chain witness { type filter hook prerouting priority -100; counter drop; }
        }
        """,
        "nft",
        "-f",
        "-");
    for (String link : new String[] {"g0", "g1"}) {
      sockets.put(link, sender.call(() -> PacketSocket.open(link)));
    }
    tables = inside.call(NfTables::open);
  }

  /** The address that is local there. */
  static Address address(Family family) {
    return family == Family.V4 ? V4 : V6;
  }

  /** Replaces what is enforced. */
  void enforce(CompiledPolicy compiled) {
    Ruleset wanted = compiled.ruleset();
    if (tables.tables().stream().anyMatch(t -> t.name().equals(wanted.table().name()))) {
      tables.commit(
          java.util.List.of(
              new io.portcullis.netlink.nftables.NftOperation.DeleteTable(
                  NfFamily.INET, wanted.table().name())),
          0);
    }
    tables.commit(Rulesets.creation(wanted), 0);
  }

  /** Sends one packet, or its fragments. */
  void send(Case one, boolean fragmented) {
    PacketSocket socket = sockets.get(one.packet().inInterface());
    if (socket == null) {
      throw new IllegalArgumentException("no link " + one.packet().inInterface());
    }
    if (fragmented) {
      one.raw().fragments(TO, FROM, 8).forEach(socket::send);
    } else {
      socket.send(one.raw().frame(TO, FROM));
    }
  }

  /** Packets so far, by deciding rule, and of those that survived. */
  Counts counts(CompiledPolicy compiled) {
    Ruleset held = held(compiled);
    Map<Verdicts, Long> byOutcome = new HashMap<>();
    for (RuleHits.Hit hit : RuleHits.of(compiled, held)) {
      byOutcome.merge(new Verdicts(hit.reason(), hit.rule()), hit.packets(), Long::sum);
    }
    return new Counts(byOutcome, packets(dump(WITNESS).rulesOf(WITNESS).get(0)));
  }

  /** What the kernel holds of a policy, decoded. */
  Ruleset held(CompiledPolicy compiled) {
    return dump(compiled.ruleset().table().name());
  }

  private Ruleset dump(String table) {
    return tables.dump(NfFamily.INET, table).orElseThrow();
  }

  private static long packets(NftRule rule) {
    return rule.expressions().stream()
        .filter(Counter.class::isInstance)
        .mapToLong(e -> ((Counter) e).packets())
        .sum();
  }

  @Override
  public void close() {
    tables.close();
    sockets.values().forEach(PacketSocket::close);
    inside.close();
    sender.close();
  }
}
