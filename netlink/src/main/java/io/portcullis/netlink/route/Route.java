package io.portcullis.netlink.route;

import io.portcullis.netlink.Bytes;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route with at most one next hop: {@code struct rtmsg} and some of {@code RTA_*}. Of routes with
 * several, neither gateway nor link is seen.
 *
 * @param destination of packets that take it
 * @param gateway the next hop, of the same family
 * @param link index of the link it leads out of; the kernel finds that of a gateway
 * @param onlink pretend that the gateway is on that link
 * @param metric lower ones are preferred; 0 leaves it to the kernel, which takes 1024 for IPv6
 * @param table {@code RT_TABLE_*}
 * @param protocol {@code RTPROT_*}: who made it
 * @param scope {@code RT_SCOPE_*}: how far the destination is
 * @param type {@code RTN_*}
 */
public record Route(
    InetPrefix destination,
    Optional<Bytes> gateway,
    OptionalInt link,
    boolean onlink,
    int metric,
    int table,
    int protocol,
    int scope,
    int type) {

  public static final int RT_TABLE_MAIN = 254;
  public static final int RT_TABLE_LOCAL = 255;

  /** {@code RTPROT_BOOT}: made by hand. */
  public static final int RTPROT_BOOT = 3;

  public static final int RT_SCOPE_UNIVERSE = 0;
  public static final int RT_SCOPE_LINK = 253;
  public static final int RT_SCOPE_HOST = 254;
  public static final int RTN_UNICAST = 1;

  public Route {
    if (gateway.isPresent() && gateway.get().length() != destination.address().length()) {
      throw new IllegalArgumentException(
          "the gateway of a route to " + destination + " has " + gateway.get().length() + " bytes");
    }
  }

  /** A route through a gateway, in the main table. */
  public static Route via(InetPrefix destination, Bytes gateway) {
    return new Route(
        destination,
        Optional.of(gateway),
        OptionalInt.empty(),
        false,
        0,
        RT_TABLE_MAIN,
        RTPROT_BOOT,
        RT_SCOPE_UNIVERSE,
        RTN_UNICAST);
  }

  /** A route out of a link, in the main table. IPv6 knows no scopes of routes. */
  public static Route out(InetPrefix destination, int link) {
    boolean v4 = destination.address().length() == 4;
    return new Route(
        destination,
        Optional.empty(),
        OptionalInt.of(link),
        false,
        0,
        RT_TABLE_MAIN,
        RTPROT_BOOT,
        v4 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
        RTN_UNICAST);
  }

  /** The same, through a gateway which no address of {@code link} shows to be there. */
  public Route onLink(int there) {
    return new Route(
        destination, gateway, OptionalInt.of(there), true, metric, table, protocol, scope, type);
  }

  /** The same with another metric. */
  public Route withMetric(int other) {
    return new Route(destination, gateway, link, onlink, other, table, protocol, scope, type);
  }
}
