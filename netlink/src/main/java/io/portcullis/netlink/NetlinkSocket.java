package io.portcullis.netlink;

import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.NetlinkDescriptor;
import io.portcullis.netlink.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * A netlink socket that talks to the kernel. It belongs to the network namespace of the thread that
 * opened it, whichever thread uses it later; use by more than one thread at a time is not allowed.
 *
 * <p>Extended and capped acknowledgements are on. Both buffers are forced where CAP_NET_ADMIN
 * allows it, and set as far as {@code net.core.wmem_max} allows where not.
 */
public final class NetlinkSocket implements AutoCloseable {

  /** {@code NETLINK_ROUTE}. */
  public static final int NETLINK_ROUTE = 0;

  /** {@code NETLINK_NETFILTER}. */
  public static final int NETLINK_NETFILTER = 12;

  /** Holds several thousand errors about one batch. */
  private static final int RECEIVE_BUFFER = 8 << 20;

  /** The kernel answers while we send, so only a lost answer is ever waited for this long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final NetlinkDescriptor descriptor;
  private final SocketOptions options;

  // Larger than any datagram of a dump: netlink_dump() allocates at most 32 KiB for one.
  private final ByteBuffer received =
      ByteBuffer.allocateDirect(128 << 10).order(ByteOrder.nativeOrder());

  private int sendBuffer = 212_992 / 2;
  private boolean bound;

  private NetlinkSocket(NetlinkDescriptor descriptor) {
    this.descriptor = descriptor;
    this.options = new SocketOptions(descriptor);
  }

  /**
   * Opens a socket in the calling thread's network namespace.
   *
   * @param protocol {@code NETLINK_*}
   * @throws SystemCallException if the kernel has no such protocol
   */
  public static NetlinkSocket open(int protocol) {
    NetlinkSocket socket = new NetlinkSocket(NetlinkDescriptor.open(protocol));
    socket.options.extendedErrors();
    socket.receiveBuffer(RECEIVE_BUFFER);
    socket.receiveTimeout(TIMEOUT);
    return socket;
  }

  /**
   * Has the kernel refuse what it does not know in a dump's request, instead of passing over it,
   * and filter by what it does know. Kernels before 4.20 have no such thing.
   *
   * @return false if the kernel does not do so
   */
  public boolean strictChecking() {
    return options.strictChecking();
  }

  /**
   * Receives what the kernel sends to a multicast group, from now on.
   *
   * @param group its number, such as {@code RTNLGRP_LINK}
   * @throws SystemCallException if the protocol has no such group, or without CAP_NET_ADMIN where
   *     that is needed
   */
  public void join(int group) {
    if (!bound) {
      int result = descriptor.bind();
      if (result < 0) {
        throw new SystemCallException("bind of a netlink socket", -result);
      }
      bound = true;
    }
    options.join(group);
  }

  /**
   * Receives it no more.
   *
   * @throws SystemCallException if the protocol has no such group
   */
  public void leave(int group) {
    options.leave(group);
  }

  /** How long {@link #receive} waits, rounded down to milliseconds. */
  public void receiveTimeout(Duration timeout) {
    options.receiveTimeout(timeout);
  }

  /**
   * Makes the kernel keep at most about {@code bytes} of answers that were not received yet, and
   * drop others with ENOBUFS; it sees to its own minimum, about 2 KiB, and doubles what is given.
   */
  public void receiveBuffer(int bytes) {
    options.receiveBuffer(bytes);
  }

  /**
   * Sends all that {@code writer} holds, in one datagram. When this returns, the kernel has worked
   * on it.
   *
   * @throws SystemCallException with EMSGSIZE if the send buffer cannot be made large enough
   */
  public void send(MessageWriter writer) {
    int length = writer.position();
    // netlink_sendmsg() refuses what is longer than sk_sndbuf - 32; setsockopt doubles the value.
    if (length > sendBuffer) {
      options.sendBuffer(length);
      sendBuffer = length;
    }
    int sent = descriptor.send(writer.buffer(), length);
    if (sent < 0) {
      throw new SystemCallException("sending " + length + " bytes in one netlink datagram", -sent);
    }
  }

  /**
   * Receives one datagram, waiting for it.
   *
   * @return its length, or the negated error number: EAGAIN after {@link #receiveTimeout}, which is
   *     five seconds at first, ENOBUFS if the kernel had to drop something
   */
  public int receive() {
    return checked(descriptor.receive(received, 0));
  }

  /** As {@link #receive}, but without waiting: EAGAIN says that there is nothing more. */
  public int receiveNow() {
    return checked(descriptor.receive(received, NetlinkDescriptor.MSG_DONTWAIT));
  }

  /**
   * Waits until {@link #receiveNow} has something to give, an error included.
   *
   * @return false if the time is over, which is counted in milliseconds, rounded up
   * @throws SystemCallException if the socket is closed
   */
  public boolean await(Duration timeout) {
    // Ten days are as good as more, and are no overflow.
    Duration most = Duration.ofDays(10);
    return descriptor.await((timeout.compareTo(most) > 0 ? most : timeout).toNanos());
  }

  /** What was received last, from 0; overwritten by the next receive. */
  public ByteBuffer received() {
    return received;
  }

  /** Takes every datagram that waits, and forgets it. */
  public void drain() {
    int result;
    do {
      result = receiveNow();
    } while (result >= 0 || result == -Errno.ENOBUFS);
  }

  @Override
  public void close() {
    descriptor.close();
  }

  private int checked(int length) {
    if (length > received.capacity()) {
      throw new MalformedMessageException(
          "a datagram of " + length + " bytes was cut at " + received.capacity());
    }
    return length;
  }
}
