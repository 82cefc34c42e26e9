package io.portcullis.netlink.nflog;

import static io.portcullis.netlink.nflog.NflogNumbers.*;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Exchange;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.sys.SystemCallException;
import java.util.Optional;
import java.util.function.Consumer;

/** Receives the packets that rules log to a group, such as {@code log group 5}. */
public final class Nflog {

  private static final int PACKET = (NFNL_SUBSYS_ULOG << 8) | NFULNL_MSG_PACKET;
  private static final int CONFIG = (NFNL_SUBSYS_ULOG << 8) | NFULNL_MSG_CONFIG;

  private Nflog() {}

  /**
   * Takes a group of the calling thread's network namespace, until the subscription is closed. Each
   * group has one taker. Every packet is sent at once, unless its rule has a {@code
   * queue-threshold}.
   *
   * <p>{@code Lost} tells that packets were dropped, those before it are still given.
   *
   * @param group 0 to 65535
   * @param bytes how many of each packet to copy, at most 65531
   * @throws NetlinkException with EPERM if somebody else has the group, or without CAP_NET_ADMIN;
   *     with EINVAL if the kernel has no nflog
   */
  public static Subscription<LoggedPacket> open(int group, int bytes) {
    if (group < 0 || group > 0xffff || bytes < 0 || bytes > 0xfffb) {
      throw new IllegalArgumentException("nflog group " + group + " with " + bytes + " bytes");
    }
    String tried = "taking nflog group " + group;
    NetlinkSocket socket;
    try {
      socket = NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER);
    } catch (SystemCallException e) {
      throw NetlinkException.of(tried, e);
    }
    try {
      Exchange exchange = new Exchange(socket);
      configure(
          exchange,
          tried,
          group,
          out -> out.putBytes(NFULA_CFG_CMD, Bytes.ofU8(NFULNL_CFG_CMD_BIND)));
      configure(
          exchange,
          tried,
          group,
          out -> {
            // struct nfulnl_msg_config_mode: copy_range (32 bits), copy_mode, a pad byte
            byte[] mode = new byte[6];
            Bytes.ofU32(bytes).copyTo(mode, 0);
            mode[4] = NFULNL_COPY_PACKET;
            out.putBytes(NFULA_CFG_MODE, Bytes.of(mode));
            out.putU32be(NFULA_CFG_QTHRESH, 1);
            out.putU16be(NFULA_CFG_FLAGS, NFULNL_CFG_F_SEQ);
          });
      return Subscription.of(
          socket,
          (header, buffer, from, to) ->
              header.type() == PACKET
                  ? Optional.of(PacketCodec.decode(buffer, from, to))
                  : Optional.empty());
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void configure(
      Exchange exchange, String tried, int group, Consumer<MessageWriter> body) {
    exchange.change(
        tried,
        CONFIG,
        0,
        out -> {
          out.netfilterHeader(0, group);
          body.accept(out);
        });
  }
}
