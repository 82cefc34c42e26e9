package io.portcullis.netlink.nftables.events;

import io.portcullis.netlink.Netfilter;
import io.portcullis.netlink.NetlinkException;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nftables.Trace;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.nftables.codec.NotificationCodec;
import io.portcullis.netlink.nftables.codec.ObjectAttributes;
import io.portcullis.netlink.sys.SystemCallException;
import java.util.Optional;

/** Watches nf_tables of one network namespace. */
public final class NftWatch {

  private static final int NFNLGRP_NFTABLES = 7;

  private static final int NFNLGRP_NFTRACE = 9;

  private NftWatch() {}

  /**
   * What is committed from now on, by anybody, this process included, in the calling thread's
   * network namespace.
   *
   * @throws NetlinkException if the kernel refuses
   */
  public static Subscription<NftEvent> open() {
    return Subscription.open(
        "watching nf_tables",
        NetlinkSocket.NETLINK_NETFILTER,
        (header, buffer, from, to) ->
            header.type() >> 8 == BatchCodec.NFNL_SUBSYS_NFTABLES
                ? Optional.of(EventCodec.decode(header.type() & 0xff, buffer, from, to))
                : Optional.empty(),
        NFNLGRP_NFTABLES);
  }

  /**
   * As {@link #open}, but only which tables were touched, and by whom: for whoever reads the table
   * again in any case. What a commit of a hundred thousand elements did is not looked at.
   *
   * @throws io.portcullis.netlink.NetlinkException if the kernel refuses
   */
  public static Subscription<NftChange> changes() {
    return Subscription.open(
        "watching nf_tables",
        NetlinkSocket.NETLINK_NETFILTER,
        (header, buffer, from, to) ->
            header.type() >> 8 == BatchCodec.NFNL_SUBSYS_NFTABLES
                ? ChangeCodec.decode(header.type() & 0xff, buffer, from, to)
                : Optional.empty(),
        NFNLGRP_NFTABLES);
  }

  /**
   * The way of packets through the tables, rule by rule: of those packets whose {@code meta
   * nftrace} is set, in the calling thread's network namespace.
   *
   * @throws NetlinkException if the kernel refuses
   */
  public static Subscription<Trace> traces() {
    NetlinkSocket socket;
    try {
      socket = NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER);
    } catch (SystemCallException e) {
      throw NetlinkException.of("tracing packets", e);
    }
    try {
      socket.join(NFNLGRP_NFTRACE);
    } catch (SystemCallException e) {
      socket.close();
      throw NetlinkException.of("tracing packets", e);
    }
    return Subscription.of(
        socket,
        (header, buffer, from, to) ->
            header.type()
                    == ((BatchCodec.NFNL_SUBSYS_NFTABLES << 8) | ObjectAttributes.NFT_MSG_TRACE)
                ? Optional.of(
                    NotificationCodec.trace(
                        EventCodec.family(Netfilter.family(buffer, from)),
                        Netfilter.attributes(buffer, from, to)))
                : Optional.empty());
  }
}
