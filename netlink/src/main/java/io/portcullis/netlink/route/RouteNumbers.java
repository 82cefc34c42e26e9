package io.portcullis.netlink.route;

/**
 * Numbers of rtnetlink, named as in {@code linux/rtnetlink.h}, {@code linux/if_link.h}, {@code
 * linux/if_addr.h} and {@code linux/veth.h}; {@code native/uapi-probe} holds them to it.
 */
final class RouteNumbers {

  static final int AF_UNSPEC = 0;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;
  static final int RTM_NEWADDR = 20;
  static final int RTM_DELADDR = 21;
  static final int RTM_GETADDR = 22;
  static final int RTM_NEWROUTE = 24;
  static final int RTM_DELROUTE = 25;
  static final int RTM_GETROUTE = 26;
  static final int RTM_NEWRULE = 32;
  static final int RTM_DELRULE = 33;
  static final int RTM_GETRULE = 34;
  static final int RTM_GETQDISC = 38;

  static final int RTNLGRP_LINK = 1;
  static final int RTNLGRP_IPV4_IFADDR = 5;
  static final int RTNLGRP_IPV6_IFADDR = 9;

  // Bytes of struct ifinfomsg, struct ifaddrmsg, struct rtmsg and struct fib_rule_hdr, which begin
  // the
  // messages.
  static final int IFINFOMSG = 16;
  static final int IFADDRMSG = 8;
  static final int RTMSG = 12;
  static final int FIB_RULE_HDR = 12;

  /** {@code struct tcmsg}. */
  static final int TCMSG = 20;

  static final int IFLA_ADDRESS = 1;
  static final int IFLA_IFNAME = 3;
  static final int IFLA_MTU = 4;
  static final int IFLA_LINK = 5;
  static final int IFLA_MASTER = 10;
  static final int IFLA_OPERSTATE = 16;
  static final int IFLA_LINKINFO = 18;
  static final int IFLA_NET_NS_PID = 19;
  static final int IFLA_NET_NS_FD = 28;
  static final int IFLA_XDP = 43;
  static final int IFLA_XDP_PROG_ID = 4;
  static final int IFLA_INFO_KIND = 1;
  static final int IFLA_INFO_DATA = 2;
  static final int VETH_INFO_PEER = 1;

  static final int TCA_KIND = 1;

  static final int IFA_ADDRESS = 1;
  static final int IFA_LOCAL = 2;
  static final int IFA_FLAGS = 8;

  static final int RTA_DST = 1;
  static final int RTA_OIF = 4;
  static final int RTA_GATEWAY = 5;
  static final int RTA_PRIORITY = 6;
  static final int RTA_TABLE = 15;

  static final int RTNH_F_ONLINK = 4;
  static final int RTM_F_CLONED = 0x200;
  static final int RT_TABLE_UNSPEC = 0;

  private RouteNumbers() {}
}
