package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads something about the packet: {@code nft_meta.c}.
 *
 * @param dreg where to
 * @param key {@code NFT_META_*}
 */
public record Meta(Register dreg, int key) implements Expression {

  /** 4 bytes, host order: the packet's length. */
  public static final int LEN = 0;

  /** 2 bytes, network order: {@code ETH_P_*}. */
  public static final int PROTOCOL = 1;

  /** 4 bytes, host order: of traffic control. */
  public static final int PRIORITY = 2;

  /** 4 bytes, host order. */
  public static final int MARK = 3;

  /** 4 bytes, host order: index of the input interface. */
  public static final int IIF = 4;

  /** 4 bytes, host order: index of the output interface. */
  public static final int OIF = 5;

  /** 16 bytes, padded with NUL. */
  public static final int IIFNAME = 6;

  /** 16 bytes, padded with NUL. */
  public static final int OIFNAME = 7;

  /** 2 bytes, host order: {@code ARPHRD_*} of the input interface. */
  public static final int IFTYPE = 8;

  /** 2 bytes, host order: of the output interface. */
  public static final int OIFTYPE = 9;

  /** 4 bytes, host order: user of the local socket. */
  public static final int SKUID = 10;

  /** 4 bytes, host order: group of the local socket. */
  public static final int SKGID = 11;

  /** 1 byte: whether the packet is traced. */
  public static final int NFTRACE = 12;

  /** 4 bytes, host order: realm. */
  public static final int RTCLASSID = 13;

  /** 4 bytes, host order. */
  public static final int SECMARK = 14;

  /** 1 byte, {@code NFPROTO_*}. */
  public static final int NFPROTO = 15;

  /** 1 byte; breaks the rule if the protocol is not known. */
  public static final int L4PROTO = 16;

  /** 16 bytes: the bridge of the input port. */
  public static final int BRI_IIFNAME = 17;

  /** 16 bytes: the bridge of the output port. */
  public static final int BRI_OIFNAME = 18;

  /** 1 byte: {@code PACKET_*}. */
  public static final int PKTTYPE = 19;

  /** 4 bytes, host order. */
  public static final int CPU = 20;

  /** 4 bytes, host order. */
  public static final int IIFGROUP = 21;

  /** 4 bytes, host order. */
  public static final int OIFGROUP = 22;

  /** 4 bytes, host order: class of net_cls. */
  public static final int CGROUP = 23;

  /** 4 bytes. */
  public static final int PRANDOM = 24;

  /** 1 byte: whether IPsec decrypted it. */
  public static final int SECPATH = 25;

  /** 16 bytes: {@code rtnl_link_ops.kind}. */
  public static final int IIFKIND = 26;

  /** 16 bytes. */
  public static final int OIFKIND = 27;

  /** 2 bytes, host order: VLAN of the input port. */
  public static final int BRI_IIFPVID = 28;

  /** 2 bytes, network order: protocol of that VLAN. */
  public static final int BRI_IIFVPROTO = 29;

  /** 8 bytes, host order: nanoseconds since 1970. */
  public static final int TIME_NS = 30;

  /** 1 byte: 0 is Sunday. */
  public static final int TIME_DAY = 31;

  /** 4 bytes, host order: seconds since midnight, UTC. */
  public static final int TIME_HOUR = 32;

  /** 4 bytes, host order: index of the slave of a VRF. */
  public static final int SDIF = 33;

  /** 16 bytes: its name. */
  public static final int SDIFNAME = 34;

  /** 1 byte, written only: route instead of bridging. */
  public static final int BRI_BROUTE = 35;

  /** 6 bytes: hardware address of the input port's bridge. */
  public static final int BRI_IIFHWADDR = 37;
}
