package io.portcullis.integration.update;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * UDP from a sender to a guarded namespace, over its link {@code g0}, without end: to two ports, in
 * both families. Tables of the test's own count what arrives before policy and what is left after
 * it, and then swallow it, so that no answer makes these connections established.
 */
final class Stream implements AutoCloseable {

  static final String V4_FROM = "10.1.2.3";
  static final String V4_TO = "192.0.2.11";
  static final String V6_FROM = "2001:db8:1:2::3";
  static final String V6_TO = "2001:db8:2::11";
  static final int OPEN_PORT = 30_080;
  static final int SHUT_PORT = 30_081;

  private static final long BOUND = 10_000_000_000L;

  private final NetworkNamespace guarded = NetworkNamespace.create("guarded");
  private final NetworkNamespace sender = NetworkNamespace.create("sender");
  private final NfTables tables;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final FutureTask<Long> sending = new FutureTask<>(this::send);
  private volatile boolean stopped;

  /** Packets by kind: open and shut port over IPv4, then over IPv6. */
  record Counts(List<Long> arrived, List<Long> left) {}

  Stream() throws Exception {
    Shell.must(
        guarded,
        """
        link add g0 address 02:00:00:00:00:01 type veth peer name g0 \
        address 02:00:00:00:00:02 netns %d
        link set dev g0 addrgenmode none up
        addr add %s/24 dev g0
        addr add %s/64 dev g0 nodad
        """
            .formatted(sender.threadId(), V4_TO, V6_TO),
        "ip",
        "-batch",
        "-");
    Shell.must(
        sender,
        """
        link set dev g0 addrgenmode none up
        addr add %s/32 dev g0
        addr add %s/128 dev g0 nodad
        route add %s/32 dev g0
        route add %s/128 dev g0
        neigh replace %s lladdr 02:00:00:00:00:01 dev g0
        neigh replace %s lladdr 02:00:00:00:00:01 dev g0
        """
            .formatted(V4_FROM, V6_FROM, V4_TO, V6_TO, V4_TO, V6_TO),
        "ip",
        "-batch",
        "-");
    Shell.must(
        guarded,
        """
        table inet witness {
          %s
          %s
          chain swallow {
            type filter hook prerouting priority -99
            udp dport { %d, %d } drop
          }
        }
        """
            .formatted(counting("arrived", -300), counting("left", -100), OPEN_PORT, SHUT_PORT),
        "nft",
        "-f",
        "-");
    tables = guarded.call(NfTables::open);
    for (StandardProtocolFamily family :
        List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
      channels.add(sender.call(() -> DatagramChannel.open(family)));
    }
  }

  private static String counting(String chain, int priority) {
    StringBuilder text = new StringBuilder();
    for (String family : List.of("ipv4", "ipv6")) {
      for (int port : new int[] {OPEN_PORT, SHUT_PORT}) {
        text.append("meta nfproto %s udp dport %d counter\n".formatted(family, port));
      }
    }
    return "chain %s {\ntype filter hook prerouting priority %d\n%s}"
        .formatted(chain, priority, text);
  }

  /** The guarded one. */
  NetworkNamespace namespace() {
    return guarded;
  }

  void start() {
    Thread thread = new Thread(sending, "udp-stream");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the stream, and counts once all that was sent has arrived. */
  Counts stop() throws Exception {
    stopped = true;
    long rounds = sending.get();
    long deadline = System.nanoTime() + BOUND;
    Counts now = counts();
    while (now.arrived().stream().anyMatch(n -> n < rounds) && System.nanoTime() < deadline) {
      now = counts();
    }
    // What has arrived before the deadline has passed the whole hook by the next reading.
    return counts();
  }

  Counts counts() {
    Ruleset witness = tables.dump(NfFamily.INET, "witness").orElseThrow();
    return new Counts(packets(witness.rulesOf("arrived")), packets(witness.rulesOf("left")));
  }

  private static List<Long> packets(List<NftRule> rules) {
    return rules.stream()
        .map(
            rule ->
                rule.expressions().stream()
                    .filter(Counter.class::isInstance)
                    .mapToLong(e -> ((Counter) e).packets())
                    .sum())
        .toList();
  }

  /** Sends one packet of each kind after the other, and says how many of each. */
  private long send() throws Exception {
    List<InetSocketAddress> v4 = targets(V4_TO);
    List<InetSocketAddress> v6 = targets(V6_TO);
    ByteBuffer payload = ByteBuffer.allocate(16);
    long rounds = 0;
    while (!stopped) {
      for (int i = 0; i < 2; i++) {
        payload.clear();
        channels.get(0).send(payload, v4.get(i));
        payload.clear();
        channels.get(1).send(payload, v6.get(i));
      }
      rounds++;
    }
    return rounds;
  }

  private static List<InetSocketAddress> targets(String address) {
    return List.of(
        new InetSocketAddress(address, OPEN_PORT), new InetSocketAddress(address, SHUT_PORT));
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    for (DatagramChannel channel : channels) {
      channel.close();
    }
    tables.close();
    guarded.close();
    sender.close();
  }
}
