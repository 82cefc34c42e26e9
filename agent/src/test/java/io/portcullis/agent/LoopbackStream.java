package io.portcullis.agent;

import io.portcullis.lab.Shell;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * UDP without end over the loopback link of a namespace, to a port that is open and one that is
 * shut.
 */
final class LoopbackStream implements AutoCloseable {

  static final int OPEN_PORT = 30_080;
  static final int SHUT_PORT = 30_081;

  private static final long BOUND = TimeUnit.SECONDS.toNanos(20);

  private final DatagramChannel open;
  private final DatagramChannel shut;
  private final DatagramChannel sender;
  private final FutureTask<Long> sending = new FutureTask<>(this::send);
  private final AtomicLong received = new AtomicLong();
  private volatile boolean stopped;

  /**
   * Packets of each kind.
   *
   * @param sent to either port
   */
  record Counts(long sent, long received, long leaked) {

    /** Packets to the open port that are gone. */
    long lost() {
      return sent - received;
    }
  }

  LoopbackStream(NetworkNamespace namespace) throws Exception {
    String unused = Shell.must(namespace, "", "ip", "link", "set", "dev", "lo", "up");
    open = namespace.call(() -> bound(OPEN_PORT));
    shut = namespace.call(() -> bound(SHUT_PORT));
    sender = namespace.call(() -> bound(0));
  }

  private static DatagramChannel bound(int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    boolean unused =
        channel
            .setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20)
            .bind(to(port))
            .configureBlocking(false)
            .isBlocking();
    return channel;
  }

  private static InetSocketAddress to(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Starts to send, and returns once packets arrive. */
  void start() {
    Thread thread = new Thread(sending, "loopback-stream");
    thread.setDaemon(true);
    thread.start();
    long deadline = System.nanoTime() + BOUND;
    while (received.get() == 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no packet arrives");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private long send() throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(1);
    long sent = 0;
    while (!stopped) {
      sent += sender.send(payload.clear(), to(OPEN_PORT));
      int unused = sender.send(payload.clear(), to(SHUT_PORT));
      long unusedToo = received.addAndGet(arrived(open));
    }
    return sent;
  }

  private static long arrived(DatagramChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    long packets = 0;
    while (channel.receive(buffer.clear()) != null) {
      packets++;
    }
    return packets;
  }

  /** Ends the stream, and counts once all has arrived that will. */
  Counts stop() throws Exception {
    stopped = true;
    long sent = sending.get();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    long all = received.get();
    while (all < sent && System.nanoTime() - deadline < 0) {
      all += arrived(open);
    }
    return new Counts(sent, all, arrived(shut));
  }

  @Override
  public void close() throws IOException {
    stopped = true;
    open.close();
    shut.close();
    sender.close();
  }
}
