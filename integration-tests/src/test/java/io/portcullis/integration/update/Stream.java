package io.portcullis.integration.update;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * UDP from a sender to a guarded namespace, over its link {@code g0}, without end: to two ports, in
 * both families. Tables of the test's own count what arrives before policy and what is left after
 * it, and then swallow it, so that no answer makes these connections established.
 */
public final class Stream implements AutoCloseable {

  public static final String V4_FROM = "10.1.2.3";
  public static final String V4_TO = "192.0.2.11";
  public static final String V6_FROM = "2001:db8:1:2::3";
  public static final String V6_TO = "2001:db8:2::11";
  public static final int OPEN_PORT = 30_080;
  public static final int SHUT_PORT = 30_081;

  private static final long BOUND = 10_000_000_000L;

  private final NetworkNamespace guarded;
  private final NetworkNamespace sender = NetworkNamespace.create("sender");
  private final Witness witness;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final FutureTask<Long> sending = new FutureTask<>(this::send);
  private volatile boolean stopped;

  /** Packets by kind: open and shut port over IPv4, then over IPv6. */
  public record Counts(List<Long> arrived, List<Long> left) {

    public Counts {
      arrived = List.copyOf(arrived);
      left = List.copyOf(left);
    }

    /** Packets that policy lets through and that are gone. */
    public long lost() {
      return arrived.get(0) - left.get(0) + arrived.get(2) - left.get(2);
    }

    /** Packets that policy denies and that are still there. */
    public long leaked() {
      return left.get(1) + left.get(3);
    }

    /** How many of the rarest kind have arrived. */
    public long fewest() {
      return arrived.stream().mapToLong(Long::longValue).min().orElse(0);
    }
  }

  /** Makes both namespaces; nothing is sent yet. */
  public Stream() throws Exception {
    this(NetworkNamespace.create("guarded"));
  }

  /** To a namespace that is there already, and is closed with this. */
  public Stream(NetworkNamespace guarded) throws Exception {
    this.guarded = guarded;
    wire();
    witness = new Witness(guarded);
    for (StandardProtocolFamily family :
        List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
      channels.add(sender.call(() -> DatagramChannel.open(family)));
    }
  }

  /** Connects both by {@code g0}; also again, once that is gone. */
  public void wire() {
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
  }

  /** The guarded one. */
  public NetworkNamespace namespace() {
    return guarded;
  }

  /** Has the counting outlive {@code nft flush ruleset}, which leaves owned tables alone. */
  public void ownWitness() {
    witness.own();
  }

  /** Starts to send, and returns once packets arrive. */
  public void start() {
    Thread thread = new Thread(sending, "udp-stream");
    thread.setDaemon(true);
    thread.start();
    awaitMore(1);
  }

  /** Waits until that many more of each kind have arrived. */
  public void awaitMore(long packets) {
    List<Long> from = counts().arrived();
    long deadline = System.nanoTime() + BOUND;
    while (true) {
      List<Long> now = counts().arrived();
      if (IntStream.range(0, now.size()).allMatch(i -> now.get(i) - from.get(i) >= packets)) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no more packets arrive: " + now + " after " + from);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Ends the stream, and counts once nothing more arrives. */
  public Counts stop() throws Exception {
    stopped = true;
    long unused = sending.get();
    Counts before;
    Counts now = counts();
    do {
      before = now;
      LockSupport.parkNanos(100_000_000);
      now = counts();
    } while (!now.equals(before));
    return now;
  }

  /** What was counted so far; packets may be between the two counters. */
  public Counts counts() {
    return witness.counts();
  }

  /** Sends one packet of each kind after the other, and says how many of each. */
  private long send() throws Exception {
    List<InetSocketAddress> v4 = targets(V4_TO);
    List<InetSocketAddress> v6 = targets(V6_TO);
    ByteBuffer payload = ByteBuffer.allocate(16);
    long rounds = 0;
    while (!stopped) {
      try {
        for (int i = 0; i < 2; i++) {
          payload.clear();
          channels.get(0).send(payload, v4.get(i));
          payload.clear();
          channels.get(1).send(payload, v6.get(i));
        }
        rounds++;
      } catch (IOException e) {
        // The link is gone; it comes back.
        LockSupport.parkNanos(1_000_000);
      }
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
    witness.close();
    guarded.close();
    sender.close();
  }
}
