package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** {@code struct fib_rule_hdr} and {@code FRA_*}. */
final class RuleCodec {

  private static final int FRA_DST = 1;
  private static final int FRA_SRC = 2;
  private static final int FRA_IIFNAME = 3;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FRA_OIFNAME = 17;
  private static final int FIB_RULE_INVERT = 2;

  private RuleCodec() {}

  /**
   * Reads a rule.
   *
   * @return empty for other families than IPv4 and IPv6
   * @throws MalformedMessageException if it is none
   */
  static Optional<RoutingRule> decode(ByteBuffer buffer, int from, int to) {
    if (to - from < FIB_RULE_HDR) {
      throw new MalformedMessageException("a rule message of " + (to - from) + " bytes");
    }
    int family = buffer.get(from) & 0xff;
    if (family != AF_INET && family != AF_INET6) {
      return Optional.empty();
    }
    int width = family == AF_INET ? 4 : 16;
    Bytes source = Bytes.zero(width);
    Bytes destination = Bytes.zero(width);
    Optional<LinkName> input = Optional.empty();
    Optional<LinkName> output = Optional.empty();
    int mark = 0;
    int mask = 0;
    int priority = 0;
    int table = buffer.get(from + 4) & 0xff;
    AttributeReader in = new AttributeReader(buffer, from + FIB_RULE_HDR, to);
    while (in.next()) {
      switch (in.type()) {
        case FRA_SRC -> source = AddressCodec.wide(in, width);
        case FRA_DST -> destination = AddressCodec.wide(in, width);
        case FRA_IIFNAME -> input = Optional.of(LinkCodec.name(in));
        case FRA_OIFNAME -> output = Optional.of(LinkCodec.name(in));
        case FRA_FWMARK -> mark = in.u32();
        case FRA_FWMASK -> mask = in.u32();
        case FRA_PRIORITY -> priority = in.u32();
        case FRA_TABLE -> table = in.u32();
        default -> {}
      }
    }
    return Optional.of(
        new RoutingRule(
            prefix(source, buffer.get(from + 2) & 0xff),
            prefix(destination, buffer.get(from + 1) & 0xff),
            input,
            output,
            mark,
            mask,
            priority,
            table,
            buffer.get(from + 7) & 0xff,
            (buffer.getInt(from + 8) & FIB_RULE_INVERT) != 0));
  }

  private static InetPrefix prefix(Bytes address, int length) {
    if (length > 8 * address.length()) {
      throw new MalformedMessageException("a rule about a prefix of " + length + " bits");
    }
    return new InetPrefix(address, length);
  }

  /** Writes a rule, to be added or deleted. */
  static void encode(MessageWriter out, RoutingRule rule) {
    // family, dst_len, src_len, tos, table, res1, res2, action, flags
    ByteBuffer header = ByteBuffer.allocate(FIB_RULE_HDR).order(ByteOrder.nativeOrder());
    header.put(0, (byte) rule.source().family());
    header.put(1, (byte) rule.destination().length());
    header.put(2, (byte) rule.source().length());
    header.put(4, (byte) (rule.table() > 255 ? RT_TABLE_UNSPEC : rule.table()));
    header.put(7, (byte) rule.action());
    header.putInt(8, rule.inverted() ? FIB_RULE_INVERT : 0);
    out.putEncoded(header.array());
    if (rule.destination().length() > 0) {
      out.putBytes(FRA_DST, rule.destination().address());
    }
    if (rule.source().length() > 0) {
      out.putBytes(FRA_SRC, rule.source().address());
    }
    rule.input().ifPresent(name -> out.putBytes(FRA_IIFNAME, name.bytes()));
    rule.output().ifPresent(name -> out.putBytes(FRA_OIFNAME, name.bytes()));
    if (rule.mask() != 0) {
      out.putU32(FRA_FWMARK, rule.mark());
      out.putU32(FRA_FWMASK, rule.mask());
    }
    if (rule.priority() != 0) {
      out.putU32(FRA_PRIORITY, rule.priority());
    }
    out.putU32(FRA_TABLE, rule.table());
  }

  /** Asks for the rules of one family, or of all. */
  static void request(MessageWriter out, int family) {
    ByteBuffer header = ByteBuffer.allocate(FIB_RULE_HDR).order(ByteOrder.nativeOrder());
    header.put(0, (byte) family);
    out.putEncoded(header.array());
  }
}
