package io.portcullis.netlink.conntrack;

import static io.portcullis.netlink.conntrack.ConntrackNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.conntrack.ConntrackTuple.Layer4;

/** {@code CTA_TUPLE_*}. */
final class TupleCodec {

  private Bytes source = Bytes.EMPTY;
  private Bytes destination = Bytes.EMPTY;
  private int protocol;
  private int first;
  private int second;
  private int id;
  private boolean ports;
  private boolean icmp;

  private TupleCodec() {}

  static ConntrackTuple decode(AttributeReader in) {
    TupleCodec read = new TupleCodec();
    int zone = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_TUPLE_IP -> read.addresses(in.nested());
        case CTA_TUPLE_PROTO -> read.protocol(in.nested());
        case CTA_TUPLE_ZONE -> zone = in.u16be();
        default -> {}
      }
    }
    int width = read.source.length();
    if (width == 0 || read.destination.length() != width) {
      throw new MalformedMessageException("a connection's tuple without two addresses");
    }
    Layer4 layer4 = new Layer4.None();
    if (read.ports) {
      layer4 = new Layer4.Ports(read.first, read.second);
    } else if (read.icmp) {
      layer4 = new Layer4.Icmp(read.first, read.second, read.id);
    }
    return new ConntrackTuple(read.source, read.destination, read.protocol, layer4, zone);
  }

  private void addresses(AttributeReader in) {
    while (in.next()) {
      switch (in.type()) {
        case CTA_IP_V4_SRC -> source = wide(in, 4);
        case CTA_IP_V4_DST -> destination = wide(in, 4);
        case CTA_IP_V6_SRC -> source = wide(in, 16);
        case CTA_IP_V6_DST -> destination = wide(in, 16);
        default -> {}
      }
    }
  }

  private static Bytes wide(AttributeReader in, int width) {
    if (in.length() != width) {
      throw new MalformedMessageException(
          "an address of " + in.length() + " bytes where " + width + " belong");
    }
    return in.bytes();
  }

  private void protocol(AttributeReader in) {
    while (in.next()) {
      switch (in.type()) {
        case CTA_PROTO_NUM -> protocol = in.u8();
        case CTA_PROTO_SRC_PORT -> {
          first = in.u16be();
          ports = true;
        }
        case CTA_PROTO_DST_PORT -> {
          second = in.u16be();
          ports = true;
        }
        case CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID -> {
          id = in.u16be();
          icmp = true;
        }
        case CTA_PROTO_ICMP_TYPE, CTA_PROTO_ICMPV6_TYPE -> {
          first = in.u8();
          icmp = true;
        }
        case CTA_PROTO_ICMP_CODE, CTA_PROTO_ICMPV6_CODE -> {
          second = in.u8();
          icmp = true;
        }
        default -> {}
      }
    }
  }

  static void encode(MessageWriter out, int type, ConntrackTuple tuple) {
    boolean v4 = tuple.isV4();
    int all = out.startNested(type);
    int ip = out.startNested(CTA_TUPLE_IP);
    out.putBytes(v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, tuple.source());
    out.putBytes(v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, tuple.destination());
    out.endNested(ip);
    int proto = out.startNested(CTA_TUPLE_PROTO);
    out.putU8(CTA_PROTO_NUM, tuple.protocol());
    if (tuple.layer4() instanceof Layer4.Ports ports) {
      out.putU16be(CTA_PROTO_SRC_PORT, ports.source());
      out.putU16be(CTA_PROTO_DST_PORT, ports.destination());
    } else if (tuple.layer4() instanceof Layer4.Icmp icmp) {
      out.putU16be(v4 ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID, icmp.id());
      out.putU8(v4 ? CTA_PROTO_ICMP_TYPE : CTA_PROTO_ICMPV6_TYPE, icmp.type());
      out.putU8(v4 ? CTA_PROTO_ICMP_CODE : CTA_PROTO_ICMPV6_CODE, icmp.code());
    }
    out.endNested(proto);
    if (tuple.zone() != 0) {
      out.putU16be(CTA_TUPLE_ZONE, tuple.zone());
    }
    out.endNested(all);
  }
}
