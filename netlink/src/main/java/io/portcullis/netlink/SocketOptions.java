package io.portcullis.netlink;

import io.portcullis.netlink.sys.NetlinkDescriptor;
import io.portcullis.netlink.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** The options of one netlink socket, by the kernel's numbers. */
record SocketOptions(NetlinkDescriptor descriptor) {

  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_ADD_MEMBERSHIP = 1;
  private static final int NETLINK_DROP_MEMBERSHIP = 2;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int NETLINK_GET_STRICT_CHK = 12;

  /** Refused by kernels before 4.3 and 4.12, which then say less in their errors. */
  void extendedErrors() {
    int unused = descriptor.setOption(SOL_NETLINK, NETLINK_CAP_ACK, 1);
    unused = descriptor.setOption(SOL_NETLINK, NETLINK_EXT_ACK, 1);
  }

  /** False before 4.20. */
  boolean strictChecking() {
    return descriptor.setOption(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1) == 0;
  }

  void join(int group) {
    membership(NETLINK_ADD_MEMBERSHIP, group, "joining");
  }

  void leave(int group) {
    membership(NETLINK_DROP_MEMBERSHIP, group, "leaving");
  }

  private void membership(int option, int group, String doing) {
    int result = descriptor.setOption(SOL_NETLINK, option, group);
    if (result < 0) {
      throw new SystemCallException(doing + " netlink multicast group " + group, -result);
    }
  }

  /** Rounded down to milliseconds. */
  void receiveTimeout(Duration timeout) {
    // struct timeval: two longs.
    ByteBuffer timeval = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    timeval.putLong(0, timeout.toSeconds()).putLong(8, timeout.toMillisPart() * 1000L);
    int unused = descriptor.setOption(SOL_SOCKET, SO_RCVTIMEO, timeval);
  }

  void receiveBuffer(int bytes) {
    force(SO_RCVBUFFORCE, SO_RCVBUF, bytes);
  }

  void sendBuffer(int bytes) {
    force(SO_SNDBUFFORCE, SO_SNDBUF, bytes);
  }

  private void force(int forced, int polite, int bytes) {
    if (descriptor.setOption(SOL_SOCKET, forced, bytes) < 0) {
      int unused = descriptor.setOption(SOL_SOCKET, polite, bytes);
    }
  }
}
