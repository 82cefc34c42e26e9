package io.portcullis.netlink.conntrack;

import io.portcullis.netlink.Bytes;

/**
 * What packets of one direction of a connection look like: {@code CTA_TUPLE_*}.
 *
 * @param source 4 bytes of IPv4 or 16 of IPv6, in network order
 * @param destination of the same length
 * @param protocol {@code IPPROTO_*}
 * @param layer4 what tells connections of that protocol apart
 * @param zone of this direction alone; 0 where the connection's own counts
 */
public record ConntrackTuple(
    Bytes source, Bytes destination, int protocol, Layer4 layer4, int zone) {

  /** Ports, or what a protocol has in their place. */
  public sealed interface Layer4 {

    /** Of TCP, UDP, SCTP and others with ports, each 0 to 65535. */
    record Ports(int source, int destination) implements Layer4 {}

    /**
     * Of ICMP and ICMPv6.
     *
     * @param id of an echo request
     */
    record Icmp(int type, int code, int id) implements Layer4 {}

    /** Of all others: nothing. */
    record None() implements Layer4 {}
  }

  public ConntrackTuple {
    int width = source.length();
    if ((width != 4 && width != 16) || destination.length() != width) {
      throw new IllegalArgumentException(
          "a connection between addresses of " + width + " and " + destination.length() + " bytes");
    }
  }

  /** Whether this is IPv4; else it is IPv6. */
  public boolean isV4() {
    return source.length() == 4;
  }
}
