package io.portcullis.netlink.nftables.events;

import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.netlink.Subscription;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import java.util.Optional;

/** Watches nf_tables of one network namespace. */
public final class NftWatch {

  private static final int NFNLGRP_NFTABLES = 7;

  private NftWatch() {}

  /**
   * What is committed from now on, by anybody, this process included, in the calling thread's
   * network namespace.
   *
   * @throws io.portcullis.netlink.NetlinkException if the kernel refuses
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
}
