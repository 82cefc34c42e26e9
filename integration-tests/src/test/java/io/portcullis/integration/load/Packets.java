package io.portcullis.integration.load;

import io.portcullis.lab.Shell;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.netlink.sys.PacketSocket;
import io.portcullis.policy.address.Address;
import java.util.concurrent.locks.LockSupport;

/**
 * The guarded link of the agent's namespace, packets on it, and a table of its own that counts them
 * before and after policy and then swallows them.
 */
final class Packets implements AutoCloseable {

  private static final Address TO = Address.parse("192.0.2.11");
  private static final byte[] OWN = {2, 0, 0, 0, 0, 1};
  private static final byte[] PEER = {2, 0, 0, 0, 0, 2};
  private static final String TABLE = "witness";
  private static final long BOUND = 5_000_000_000L;

  private final NetworkNamespace guarded;
  private final NetworkNamespace sender = NetworkNamespace.create("sender");
  private final PacketSocket socket;
  private final NfTables tables;

  /** Wires a namespace. */
  Packets(NetworkNamespace guarded) throws Exception {
    this.guarded = guarded;
    String unused =
        Shell.must(
            guarded,
            """
            link add %s address 02:00:00:00:00:01 type veth peer name peer \
            address 02:00:00:00:00:02 netns %d
            link set dev %s addrgenmode none up
            addr add 192.0.2.11/24 dev %s
            link set dev lo up
            """
                .formatted(Tenants.LINK, sender.threadId(), Tenants.LINK, Tenants.LINK),
            "ip",
            "-batch",
            "-");
    unused = Shell.must(sender, "link set dev peer addrgenmode none up\n", "ip", "-batch", "-");
    unused =
        Shell.must(
            guarded,
            """
            table inet witness {
              chain arrived { type filter hook prerouting priority -450; udp dport 20000-65535 counter; }
              chain left { type filter hook prerouting priority -99; udp dport 20000-65535 counter drop; }
            }
            """,
            "nft",
            "-f",
            "-");
    this.socket = sender.call(() -> PacketSocket.open("peer"));
    this.tables = guarded.call(NfTables::open);
  }

  /** Whether policy lets a packet through. */
  boolean passes(Address from, int port, int number) {
    long arrived = count("arrived");
    long left = count("left");
    socket.send(
        RawPacket.of(from, TO, new Transport.Udp(1024 + number % 60_000, port, 0))
            .frame(OWN, PEER));
    long deadline = System.nanoTime() + BOUND;
    while (count("arrived") == arrived) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("a packet did not arrive");
      }
      LockSupport.parkNanos(100_000);
    }
    // It goes through both hooks without a pause; a virtual processor may have one.
    LockSupport.parkNanos(2_000_000);
    return count("left") > left;
  }

  private long count(String chain) {
    return tables.dump(NfFamily.INET, TABLE).orElseThrow().rulesOf(chain).stream()
        .flatMap(rule -> rule.expressions().stream())
        .filter(Counter.class::isInstance)
        .mapToLong(e -> ((Counter) e).packets())
        .sum();
  }

  /** Where the agent runs. */
  NetworkNamespace namespace() {
    return guarded;
  }

  @Override
  public void close() {
    tables.close();
    socket.close();
    sender.close();
  }
}
