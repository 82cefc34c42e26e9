package io.portcullis.integration.packets;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.route.InetPrefix;
import io.portcullis.netlink.route.LinkAddress;
import io.portcullis.netlink.route.LinkChange;
import io.portcullis.netlink.route.LinkName;
import io.portcullis.netlink.route.Rtnetlink;
import io.portcullis.netlink.route.VethEnd;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.address.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A namespace with the guarded link {@code eth0}, where one ruleset meets packets. Connection
 * tracking is on, as wherever there is NAT. What the ruleset accepts is counted and dropped at
 * priority -100, where NAT would come: before a connection is confirmed, so that every packet is a
 * new connection's first, and the table of connections stays empty.
 */
final class Arena implements AutoCloseable {

  static final String LINK = "eth0";

  private static final String SINK = "sink";
  private static final String STATES = "states";

  private final NetworkNamespace namespace;
  private final NfTables tables;
  private final List<Sender> senders = new ArrayList<>();

  private Arena(NetworkNamespace namespace, NfTables tables) {
    this.namespace = namespace;
    this.tables = tables;
  }

  /** An arena without a ruleset. */
  static Arena create(String name) throws Exception {
    NetworkNamespace namespace = NetworkNamespace.create(name);
    try {
      Arena arena = new Arena(namespace, namespace.call(NfTables::open));
      namespace.call(
          () -> {
            arena.wire();
            return true;
          });
      // A rule with ct turns tracking on, also where no packet comes by.
      arena.nft(
          """
          table inet sink {
            chain unused { ct state new; }
            chain sink { type filter hook prerouting priority -100; policy drop; counter; }
          }
          """);
      return arena;
    } catch (Exception e) {
      namespace.close();
      throw e;
    }
  }

  private void wire() throws IOException {
    // No link-local addresses, and nothing that the kernel sends by itself.
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/addr_gen_mode"), "1");
    try (Rtnetlink route = Rtnetlink.open()) {
      route.addVeth(VethEnd.of(LINK).withAddress(Bytes.of(StreamFile.TO)), VethEnd.of("peer"));
      int link = index(route, LINK);
      for (var family : Family.values()) {
        byte[] own = StreamFile.destination(family).toBytes();
        route.add(
            LinkAddress.of(
                link,
                InetPrefix.of(Bytes.of(own)),
                family == Family.V6 ? LinkAddress.IFA_F_NODAD : 0));
      }
      route.change(link, new LinkChange.Up());
      route.change(index(route, "peer"), new LinkChange.Up());
    }
  }

  private static int index(Rtnetlink route, String name) {
    return route.link(LinkName.of(name)).orElseThrow().index();
  }

  /** Where its programs run. */
  NetworkNamespace namespace() {
    return namespace;
  }

  /** Its nf_tables. */
  NfTables tables() {
    return tables;
  }

  /** Loads text with the host's {@code nft}. */
  void nft(String text) {
    run(text, "nft", "-f", "-");
  }

  /** Runs a program that must succeed. */
  void run(String input, String... command) {
    String unused = Shell.must(namespace, input, command);
  }

  /** Adds a sender on a processor. */
  void addSender(Path program, int cpu) throws Exception {
    senders.add(Sender.start(program, namespace, LINK, cpu));
  }

  /** In the order in which they were added. */
  List<Sender> senders() {
    return senders;
  }

  /** Packets that the ruleset accepted so far. */
  long accepted() {
    return packets(SINK, 0);
  }

  /**
   * How many of the packets that are sent meanwhile connection tracking calls new, or established.
   */
  Connections connections(int count) throws IOException {
    nft(
        """
        table inet states {
          chain sink {
            type filter hook prerouting priority -199
            ct state new counter
            ct state established counter
          }
        }
        """);
    Sender.Took unusedTime = senders.get(0).run(count);
    Connections seen = new Connections(packets(STATES, 0), packets(STATES, 1));
    long unused = tables.commit(List.of(new NftOperation.DeleteTable(NfFamily.INET, STATES)), 0);
    return seen;
  }

  /** Packets by what connection tracking says of them. */
  record Connections(long fresh, long established) {}

  private long packets(String table, int rule) {
    NftRule counting = tables.dump(NfFamily.INET, table).orElseThrow().rulesOf(SINK).get(rule);
    return counting.expressions().stream()
        .filter(Counter.class::isInstance)
        .mapToLong(e -> ((Counter) e).packets())
        .sum();
  }

  @Override
  public void close() {
    senders.forEach(Sender::close);
    tables.close();
    namespace.close();
  }
}
