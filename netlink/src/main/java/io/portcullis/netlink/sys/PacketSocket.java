package io.portcullis.netlink.sys;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * An {@code AF_PACKET} socket on one link: whole Ethernet frames, as they are on the wire
 * (packet(7)). For test traffic that no ordinary socket would send.
 *
 * <p>Not for use by more than one thread at a time.
 */
public final class PacketSocket implements AutoCloseable {

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int ETH_P_ALL = 3;
  private static final int SOCKADDR_LL = 20;
  private static final int MAX_FRAME = 65_550;
  private static final short POLLIN = 1;

  private final int fd;
  private final Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), MAX_FRAME);
  private final AtomicBoolean closed = new AtomicBoolean();

  private PacketSocket(int fd) {
    this.fd = fd;
  }

  /**
   * Opens a socket in the calling thread's network namespace.
   *
   * @param link the interface's name
   * @throws SystemCallException if there is no such link, or without CAP_NET_RAW
   */
  public static PacketSocket open(String link) {
    int index = LibC.INSTANCE.if_nametoindex(link);
    if (index == 0) {
      throw new SystemCallException("if_nametoindex " + link, LibC.errno());
    }
    int protocol = ETH_P_ALL << 8; // network order, on a little-endian machine
    int fd = LibC.INSTANCE.socket(AF_PACKET, SOCK_RAW_CLOEXEC, protocol);
    if (fd < 0) {
      throw new SystemCallException("socket(AF_PACKET)", LibC.errno());
    }
    PacketSocket socket = new PacketSocket(fd);
    // struct sockaddr_ll: sll_family, sll_protocol (network order), sll_ifindex, then zeroes.
    socket.memory.setMemory(0, SOCKADDR_LL, (byte) 0);
    socket.memory.putShort(0, (short) AF_PACKET);
    socket.memory.putByte(3, (byte) ETH_P_ALL);
    socket.memory.putInt(4, index);
    if (LibC.INSTANCE.bind(fd, socket.memory.address(), SOCKADDR_LL) != 0) {
      int errno = LibC.errno();
      socket.close();
      throw new SystemCallException("bind AF_PACKET to " + link, errno);
    }
    return socket;
  }

  /**
   * Sends one frame, Ethernet header included.
   *
   * @throws SystemCallException if the link is down or the frame too long for it
   */
  public void send(byte[] frame) {
    if (frame.length > MAX_FRAME) {
      throw new SystemCallException("send of " + frame.length + " bytes", Errno.EMSGSIZE);
    }
    memory.put(0, frame, 0, frame.length);
    if (LibC.INSTANCE.send(fd, memory.address(), frame.length, 0) != frame.length) {
      throw new SystemCallException("send on AF_PACKET", LibC.errno());
    }
  }

  /**
   * The next frame in or out of the link, if one comes in time.
   *
   * @param timeoutMillis how long to wait at most
   * @throws SystemCallException if the link goes away
   */
  public Optional<byte[]> receive(int timeoutMillis) {
    // struct pollfd: fd, events, revents.
    memory.putInt(0, fd);
    memory.putShort(4, POLLIN);
    memory.putShort(6, (short) 0);
    int ready = LibC.INSTANCE.poll(memory.address(), 1, timeoutMillis);
    if (ready == 0) {
      return Optional.empty();
    }
    long length = ready < 0 ? -1 : LibC.INSTANCE.recv(fd, memory.address(), MAX_FRAME, 0);
    if (length < 0) {
      if (LibC.errno() == Errno.EINTR) {
        return Optional.empty();
      }
      throw new SystemCallException("recv on AF_PACKET", LibC.errno());
    }
    byte[] frame = new byte[(int) length];
    memory.get(0, frame, 0, frame.length);
    return Optional.of(frame);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      LibC.INSTANCE.close(fd);
    }
  }
}
