package io.portcullis.netlink;

import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as the kernel sends them to multicast groups, received by asking for them.
 *
 * <p>To follow some state: subscribe, then read it, then apply events as they come; those that are
 * older than what was read change nothing. After {@link Notification.Lost}, read it again.
 *
 * <p>Not for use by more than one thread at a time.
 *
 * @param <E> the events of its family
 */
public final class Subscription<E> implements AutoCloseable {

  /** The first {@code nlmsg_type} that is a family's own: {@code NLMSG_MIN_TYPE}. */
  private static final int NLMSG_MIN_TYPE = 0x10;

  /** How many stale datagrams are thrown away after a loss, so that it ends. */
  private static final int MOST_STALE = 1 << 16;

  /** How many datagrams without an event one call passes over, however little time it has. */
  private static final int MOST_IDLE = 1 << 16;

  private final NetlinkSocket socket;
  private final Exchange.Decoder<E> decoder;
  private final boolean state;

  private Subscription(NetlinkSocket socket, Exchange.Decoder<E> decoder, boolean state) {
    this.socket = socket;
    this.decoder = decoder;
    this.state = state;
  }

  /**
   * Subscribes, in the calling thread's network namespace, to changes of some state.
   *
   * @param tried what for, in words that an error message can start with
   * @param protocol {@code NETLINK_*}
   * @param decoder makes an event of a message, or nothing
   * @param groups numbers of multicast groups
   * @throws NetlinkException if the kernel refuses
   */
  public static <E> Subscription<E> open(
      String tried, int protocol, Exchange.Decoder<E> decoder, int... groups) {
    NetlinkSocket socket;
    try {
      socket = NetlinkSocket.open(protocol);
    } catch (SystemCallException e) {
      throw NetlinkException.of(tried, e);
    }
    try {
      for (int group : groups) {
        socket.join(group);
      }
      return new Subscription<>(socket, decoder, true);
    } catch (SystemCallException e) {
      socket.close();
      throw NetlinkException.of(tried, e);
    }
  }

  /**
   * Takes what is sent to a socket, whose events are no changes of a state: after a loss, those
   * before it are still given. Closes the socket.
   */
  public static <E> Subscription<E> of(NetlinkSocket socket, Exchange.Decoder<E> decoder) {
    return new Subscription<>(socket, decoder, false);
  }

  /**
   * Makes the kernel keep at most about {@code bytes} of events that were not received yet: 8 MiB
   * at first, where CAP_NET_ADMIN allows it.
   */
  public void receiveBuffer(int bytes) {
    socket.receiveBuffer(bytes);
  }

  /**
   * The next events: those of the first datagram that has any, so that there is never much to hold.
   *
   * @param timeout how long to wait for a datagram; zero only looks
   * @return in the order in which they happened; empty if the time is over
   * @throws MalformedMessageException if it cannot be read; it is gone, and the next call goes on
   * @throws SystemCallException if the subscription is closed
   */
  public List<Notification<E>> poll(Duration timeout) {
    long start = System.nanoTime();
    List<Notification<E>> events = List.of();
    Duration left = timeout;
    for (int i = 0; i < MOST_IDLE && events.isEmpty() && socket.await(left); i++) {
      events = receive();
      Duration passed = Duration.ofNanos(System.nanoTime() - start);
      left = passed.compareTo(timeout) < 0 ? timeout.minus(passed) : Duration.ZERO;
    }
    return events;
  }

  private List<Notification<E>> receive() {
    int length = socket.receiveNow();
    if (length == -Errno.ENOBUFS) {
      if (state) {
        forget();
      }
      return List.of(new Notification.Lost<>());
    }
    if (length == -Errno.EAGAIN) {
      return List.of();
    }
    if (length < 0) {
      throw new SystemCallException("receiving netlink events", -length);
    }
    return read(socket.received(), length);
  }

  private List<Notification<E>> read(ByteBuffer buffer, int length) {
    List<Notification<E>> events = new ArrayList<>();
    int at = 0;
    while (at < length) {
      MessageHeader header = MessageHeader.read(buffer, at, length);
      if (header.type() >= NLMSG_MIN_TYPE) {
        decoder
            .decode(header, buffer, at + Align.NLMSG_HDRLEN, at + header.length())
            .ifPresent(event -> events.add(new Notification.Happened<>(event)));
      }
      at += Align.up(header.length());
    }
    return events;
  }

  /** What waits was sent before the loss; applied after a new reading, it would be stale. */
  private void forget() {
    int result = 0;
    for (int i = 0; i < MOST_STALE && result != -Errno.EAGAIN; i++) {
      result = socket.receiveNow();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
