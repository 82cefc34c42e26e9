package io.portcullis.netlink.sys;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The file descriptor of a netlink socket, and the calls made on it. Results are those of the
 * system call, or the negated error number; a call that a signal interrupted is made again.
 */
public final class NetlinkDescriptor implements AutoCloseable {

  /** {@code MSG_DONTWAIT}. */
  public static final int MSG_DONTWAIT = 0x40;

  private static final int AF_NETLINK = 16;
  private static final int SOCKADDR_NL = 12;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_TRUNC = 0x20;
  private static final int EBADF = 9;
  private static final short POLLIN = 1;
  private static final int CLOSED = -1;

  private final AtomicInteger fd;

  // struct pollfd: fd, events, revents.
  private final ByteBuffer pollfd = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());

  private NetlinkDescriptor(int fd) {
    this.fd = new AtomicInteger(fd);
  }

  /**
   * A socket in the calling thread's network namespace.
   *
   * @param protocol {@code NETLINK_*}
   * @throws SystemCallException if the kernel has no such protocol, or no descriptor is left
   */
  public static NetlinkDescriptor open(int protocol) {
    int fd = LibC.INSTANCE.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (fd < 0) {
      throw new SystemCallException("socket(AF_NETLINK, SOCK_RAW, " + protocol + ")", LibC.errno());
    }
    return new NetlinkDescriptor(fd);
  }

  /**
   * Has the kernel give the socket an address of its own, which sending does too. Until then it has
   * that of the kernel, 0, and is left out of what the kernel sends to groups on its own account.
   *
   * @return 0 or the negated error number
   */
  public int bind() {
    // struct sockaddr_nl: nl_family, two bytes of padding, nl_pid, nl_groups.
    ByteBuffer address = ByteBuffer.allocateDirect(SOCKADDR_NL).order(ByteOrder.nativeOrder());
    address.putShort(0, (short) AF_NETLINK);
    try {
      int result = LibC.INSTANCE.bind(fd.get(), address(address), SOCKADDR_NL);
      return result < 0 ? -LibC.errno() : 0;
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  /** {@code setsockopt} with an int; 0 or the negated error number. */
  public int setOption(int level, int name, int value) {
    ByteBuffer raw = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    raw.putInt(0, value);
    return setOption(level, name, raw);
  }

  /** {@code setsockopt} with the whole of a direct buffer; 0 or the negated error number. */
  public int setOption(int level, int name, ByteBuffer value) {
    try {
      int result =
          LibC.INSTANCE.setsockopt(fd.get(), level, name, address(value), value.capacity());
      return result < 0 ? -LibC.errno() : 0;
    } finally {
      Reference.reachabilityFence(value);
    }
  }

  /** Sends the first {@code length} bytes of a direct buffer to the kernel, as one datagram. */
  public int send(ByteBuffer buffer, int length) {
    long address = address(buffer);
    try {
      int result;
      do {
        result = result(LibC.INSTANCE.send(fd.get(), address, length, 0));
      } while (result == -Errno.EINTR);
      return result;
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /**
   * Receives one datagram to the start of a direct buffer.
   *
   * @return its whole length, which is more than the buffer's capacity if it was cut
   */
  public int receive(ByteBuffer buffer, int flags) {
    long address = address(buffer);
    try {
      int result;
      do {
        result =
            result(LibC.INSTANCE.recv(fd.get(), address, buffer.capacity(), flags | MSG_TRUNC));
      } while (result == -Errno.EINTR);
      return result;
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /**
   * Waits until something can be received, an error of the socket included.
   *
   * @param nanos how long at most, rounded up to milliseconds; 0 only looks
   * @return true if so, false if the time is over
   * @throws SystemCallException if it is closed
   */
  public boolean await(long nanos) {
    int open = fd.get();
    if (open == CLOSED) {
      // poll(2) passes over negative descriptors, and would wait for nothing.
      throw new SystemCallException("waiting on a netlink socket", EBADF);
    }
    long deadline = System.nanoTime() + nanos;
    pollfd.putInt(0, open).putShort(4, POLLIN).putShort(6, (short) 0);
    int result;
    do {
      long left = Math.max(0, deadline - System.nanoTime());
      long millis = Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
      result = result(LibC.INSTANCE.poll(address(pollfd), 1, (int) millis));
    } while (result == -Errno.EINTR);
    if (result < 0) {
      throw new SystemCallException("poll of a netlink socket", -result);
    }
    return result > 0;
  }

  private static int result(long returned) {
    return returned < 0 ? -LibC.errno() : (int) returned;
  }

  /** True until it is closed. */
  public boolean isOpen() {
    return fd.get() != CLOSED;
  }

  /** Closes it; closing twice is closing once. */
  @Override
  public void close() {
    int open = fd.getAndSet(CLOSED);
    if (open != CLOSED && LibC.INSTANCE.close(open) < 0 && LibC.errno() == EBADF) {
      throw new SystemCallException("close(" + open + ")", EBADF);
    }
  }

  // jnr-ffi counts from the position, which is where the writer stands, not where it began.
  private static long address(ByteBuffer buffer) {
    return Pointer.wrap(Runtime.getSystemRuntime(), buffer.duplicate().clear()).address();
  }
}
