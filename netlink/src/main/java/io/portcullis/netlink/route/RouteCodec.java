package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code struct rtmsg} and {@code RTA_*}. */
final class RouteCodec {

  private RouteCodec() {}

  /**
   * Reads a route.
   *
   * @return empty for other families than IPv4 and IPv6, and for what is learnt about one
   *     destination only, such as its path's MTU
   * @throws MalformedMessageException if it is none
   */
  static Optional<Route> decode(ByteBuffer buffer, int from, int to) {
    if (to - from < RTMSG) {
      throw new MalformedMessageException("a route message of " + (to - from) + " bytes");
    }
    int family = buffer.get(from) & 0xff;
    int flags = buffer.getInt(from + 8);
    if ((family != AF_INET && family != AF_INET6) || (flags & RTM_F_CLONED) != 0) {
      return Optional.empty();
    }
    int width = family == AF_INET ? 4 : 16;
    Bytes destination = Bytes.zero(width);
    Optional<Bytes> gateway = Optional.empty();
    OptionalInt link = OptionalInt.empty();
    int metric = 0;
    int table = buffer.get(from + 4) & 0xff;
    AttributeReader in = new AttributeReader(buffer, from + RTMSG, to);
    while (in.next()) {
      switch (in.type()) {
        case RTA_DST -> destination = AddressCodec.wide(in, width);
        case RTA_GATEWAY -> gateway = Optional.of(AddressCodec.wide(in, width));
        case RTA_OIF -> link = OptionalInt.of(in.u32());
        case RTA_PRIORITY -> metric = in.u32();
        case RTA_TABLE -> table = in.u32();
        default -> {}
      }
    }
    int length = buffer.get(from + 1) & 0xff;
    if (length > 8 * width) {
      throw new MalformedMessageException("a route to a prefix of " + length + " bits");
    }
    return Optional.of(
        new Route(
            new InetPrefix(destination, length),
            gateway,
            link,
            (flags & RTNH_F_ONLINK) != 0,
            metric,
            table,
            buffer.get(from + 5) & 0xff,
            buffer.get(from + 6) & 0xff,
            buffer.get(from + 7) & 0xff));
  }

  /** Writes a route, to be added or deleted. */
  static void encode(MessageWriter out, Route route) {
    // rtm_family, rtm_dst_len, rtm_src_len, rtm_tos,
    // rtm_table, rtm_protocol, rtm_scope, rtm_type, rtm_flags
    ByteBuffer header = ByteBuffer.allocate(RTMSG).order(ByteOrder.nativeOrder());
    header.put(0, (byte) route.destination().family());
    header.put(1, (byte) route.destination().length());
    header.put(4, (byte) (route.table() > 255 ? RT_TABLE_UNSPEC : route.table()));
    header.put(5, (byte) route.protocol());
    header.put(6, (byte) route.scope());
    header.put(7, (byte) route.type());
    header.putInt(8, route.onlink() ? RTNH_F_ONLINK : 0);
    out.putEncoded(header.array());
    if (route.destination().length() > 0) {
      out.putBytes(RTA_DST, route.destination().address());
    }
    route.gateway().ifPresent(gateway -> out.putBytes(RTA_GATEWAY, gateway));
    route.link().ifPresent(link -> out.putU32(RTA_OIF, link));
    if (route.metric() != 0) {
      out.putU32(RTA_PRIORITY, route.metric());
    }
    out.putU32(RTA_TABLE, route.table());
  }

  /** Asks for the routes of one table, where the kernel checks strictly; of all where not. */
  static void request(MessageWriter out, int table, boolean strict) {
    ByteBuffer header = ByteBuffer.allocate(RTMSG).order(ByteOrder.nativeOrder());
    out.putEncoded(header.array());
    if (strict) {
      out.putU32(RTA_TABLE, table);
    }
  }
}
