package io.portcullis.integration.packets;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.Exchange;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.NetlinkSocket;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import java.util.List;

/**
 * Connections that conntrack has seen packets of in both directions, told to it over netlink
 * ({@code ctnetlink_new_conntrack()}): what an established connection's packet meets.
 */
final class Connected {

  private static final int CT_NEW = 1 << 8;
  private static final int NLM_F_CREATE = 0x400;
  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_STATUS = 3;
  private static final int CTA_TIMEOUT = 7;
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_TUPLE_PROTO = 2;
  private static final int CTA_PROTO_NUM = 1;
  private static final int CTA_PROTO_SRC_PORT = 2;
  private static final int CTA_PROTO_DST_PORT = 3;
  private static final int SEEN_REPLY_ASSURED_CONFIRMED = 1 << 1 | 1 << 2 | 1 << 3;
  private static final int SECONDS = 3_600;
  private static final int UDP = 17;

  private Connected() {}

  /** Makes a connection of each flow, unless there is one. */
  static void make(Arena arena, List<Flow> flows) {
    try {
      arena
          .namespace()
          .call(
              () -> {
                try (Exchange exchange =
                    new Exchange(NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER))) {
                  flows.stream()
                      .distinct()
                      .forEach(
                          flow ->
                              exchange.change(
                                  "making a connection", CT_NEW, NLM_F_CREATE, o -> body(o, flow)));
                }
                return true;
              });
    } catch (Exception e) {
      throw new IllegalStateException("no established connections: " + e.getMessage(), e);
    }
  }

  private static void body(MessageWriter out, Flow flow) {
    Family family = flow.source().family();
    Address here = StreamFile.destination(family);
    out.netfilterHeader(family == Family.V4 ? 2 : 10, 0);
    tuple(out, CTA_TUPLE_ORIG, flow.source(), here, StreamFile.SOURCE_PORT, flow.port());
    tuple(out, CTA_TUPLE_REPLY, here, flow.source(), flow.port(), StreamFile.SOURCE_PORT);
    out.putU32be(CTA_STATUS, SEEN_REPLY_ASSURED_CONFIRMED);
    out.putU32be(CTA_TIMEOUT, SECONDS);
  }

  private static void tuple(
      MessageWriter out, int type, Address from, Address to, int fromPort, int toPort) {
    boolean v4 = from.family() == Family.V4;
    int all = out.startNested(type);
    int ip = out.startNested(CTA_TUPLE_IP);
    out.putBytes(v4 ? 1 : 3, Bytes.of(from.toBytes()));
    out.putBytes(v4 ? 2 : 4, Bytes.of(to.toBytes()));
    out.endNested(ip);
    int proto = out.startNested(CTA_TUPLE_PROTO);
    out.putU8(CTA_PROTO_NUM, UDP);
    out.putU16be(CTA_PROTO_SRC_PORT, fromPort);
    out.putU16be(CTA_PROTO_DST_PORT, toPort);
    out.endNested(proto);
    out.endNested(all);
  }
}
