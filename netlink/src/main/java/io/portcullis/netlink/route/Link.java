package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network link: {@code struct ifinfomsg} and some of {@code IFLA_*}. What a link has beside these
 * (statistics, queues, settings of its kind) is left out.
 *
 * @param index positive; of this link for as long as it is in this namespace
 * @param name unique in its namespace
 * @param flags {@code IFF_*}
 * @param hardwareAddress six bytes on Ethernet, none on some kinds
 * @param mtu bytes of a packet
 * @param operState {@code IF_OPER_*} of RFC 2863
 * @param kind {@code IFLA_INFO_KIND}, such as {@code veth}; empty for hardware and loopback
 * @param lower {@code IFLA_LINK}: the link below this one, or a veth's peer, whichever namespace
 *     that is in
 * @param master the bridge or bond that this is part of
 * @param xdp id of the XDP program that meets its packets, if there is one; of several modes, any
 */
public record Link(
    int index,
    LinkName name,
    int flags,
    Bytes hardwareAddress,
    int mtu,
    int operState,
    Optional<String> kind,
    OptionalInt lower,
    OptionalInt master,
    OptionalInt xdp) {

  /** {@code IFF_UP}: somebody has set it up. */
  public static final int IFF_UP = 0x1;

  /** {@code IFF_LOOPBACK}. */
  public static final int IFF_LOOPBACK = 0x8;

  /** Whether it was set up; that says nothing of a carrier. */
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }
}
