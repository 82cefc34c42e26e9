package io.portcullis.netlink.conntrack;

import static io.portcullis.netlink.conntrack.ConntrackNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.Netfilter;
import io.portcullis.netlink.nftables.NfFamily;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code CTA_*}: all in network order. */
final class ConntrackCodec {

  private ConntrackCodec() {}

  /**
   * Reads a connection.
   *
   * @throws MalformedMessageException if it is none
   */
  static ConntrackEntry decode(ByteBuffer buffer, int from, int to) {
    AttributeReader in = Netfilter.attributes(buffer, from, to);
    Optional<ConntrackTuple> original = Optional.empty();
    Optional<ConntrackTuple> reply = Optional.empty();
    int status = 0;
    OptionalLong timeout = OptionalLong.empty();
    int mark = 0;
    int zone = 0;
    int id = 0;
    Optional<TcpState> tcp = Optional.empty();
    Optional<ConntrackEntry.Counters> there = Optional.empty();
    Optional<ConntrackEntry.Counters> back = Optional.empty();
    while (in.next()) {
      switch (in.type()) {
        case CTA_TUPLE_ORIG -> original = Optional.of(TupleCodec.decode(in.nested()));
        case CTA_TUPLE_REPLY -> reply = Optional.of(TupleCodec.decode(in.nested()));
        case CTA_STATUS -> status = in.u32be();
        case CTA_TIMEOUT -> timeout = OptionalLong.of(in.u32be() & 0xffffffffL);
        case CTA_MARK -> mark = in.u32be();
        case CTA_ZONE -> zone = in.u16be();
        case CTA_ID -> id = in.u32be();
        case CTA_PROTOINFO -> tcp = tcpState(in.nested());
        case CTA_COUNTERS_ORIG -> there = Optional.of(counters(in.nested()));
        case CTA_COUNTERS_REPLY -> back = Optional.of(counters(in.nested()));
        default -> {}
      }
    }
    if (original.isEmpty() || reply.isEmpty()) {
      throw new MalformedMessageException("a connection without its tuples");
    }
    return new ConntrackEntry(
        original.get(), reply.get(), status, timeout, mark, zone, id, tcp, there, back);
  }

  private static Optional<TcpState> tcpState(AttributeReader in) {
    Optional<TcpState> state = Optional.empty();
    while (in.next()) {
      if (in.type() == CTA_PROTOINFO_TCP) {
        AttributeReader tcp = in.nested();
        while (tcp.next()) {
          if (tcp.type() == CTA_PROTOINFO_TCP_STATE) {
            state = Optional.of(TcpState.of(tcp.u8()));
          }
        }
      }
    }
    return state;
  }

  private static ConntrackEntry.Counters counters(AttributeReader in) {
    long packets = 0;
    long bytes = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_COUNTERS_PACKETS -> packets = in.u64be();
        case CTA_COUNTERS_BYTES -> bytes = in.u64be();
        default -> {}
      }
    }
    return new ConntrackEntry.Counters(packets, bytes);
  }

  /** Names one connection by its original direction. */
  static void encodeKey(MessageWriter out, ConntrackTuple original, int zone) {
    out.netfilterHeader((original.isV4() ? NfFamily.IPV4 : NfFamily.IPV6).value(), 0);
    TupleCodec.encode(out, CTA_TUPLE_ORIG, original);
    if (zone != 0) {
      out.putU16be(CTA_ZONE, zone);
    }
  }

  static void encodeFilter(MessageWriter out, ConntrackFilter filter) {
    out.netfilterHeader(filter.family().orElse(NfFamily.UNSPEC).value(), 0);
    if (filter.mark().isPresent()) {
      out.putU32be(CTA_MARK, filter.mark().getAsInt());
      out.putU32be(CTA_MARK_MASK, filter.markMask());
    }
    if (filter.zone().isPresent()) {
      out.putU16be(CTA_ZONE, filter.zone().getAsInt());
    }
  }
}
