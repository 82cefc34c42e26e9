package io.portcullis.netlink.route;

import static io.portcullis.netlink.route.RouteNumbers.*;

import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.MalformedMessageException;
import io.portcullis.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code struct ifinfomsg} and {@code IFLA_*}. */
final class LinkCodec {

  private LinkCodec() {}

  /**
   * Reads a link.
   *
   * @return empty for what a bridge tells of its ports, which comes as the same message
   * @throws MalformedMessageException if it is none
   */
  static Optional<Link> decode(ByteBuffer buffer, int from, int to) {
    if (to - from < IFINFOMSG) {
      throw new MalformedMessageException("a link message of " + (to - from) + " bytes");
    }
    if (buffer.get(from) != AF_UNSPEC) {
      return Optional.empty();
    }
    Bytes name = Bytes.EMPTY;
    Bytes hardwareAddress = Bytes.EMPTY;
    int mtu = 0;
    int operState = 0;
    Optional<String> kind = Optional.empty();
    OptionalInt lower = OptionalInt.empty();
    OptionalInt master = OptionalInt.empty();
    OptionalInt xdp = OptionalInt.empty();
    AttributeReader in = new AttributeReader(buffer, from + IFINFOMSG, to);
    while (in.next()) {
      switch (in.type()) {
        case IFLA_IFNAME -> name = untilNul(in.bytes());
        case IFLA_ADDRESS -> hardwareAddress = in.bytes();
        case IFLA_MTU -> mtu = in.u32();
        case IFLA_OPERSTATE -> operState = in.u8();
        case IFLA_LINKINFO -> kind = kind(in.nested());
        case IFLA_LINK -> lower = OptionalInt.of(in.u32());
        case IFLA_MASTER -> master = OptionalInt.of(in.u32());
        case IFLA_XDP -> xdp = program(in.nested());
        default -> {}
      }
    }
    if (name.length() < 1 || name.length() > 15) {
      throw new MalformedMessageException("a link with a name of " + name.length() + " bytes");
    }
    return Optional.of(
        new Link(
            buffer.getInt(from + 4),
            new LinkName(name),
            buffer.getInt(from + 8),
            hardwareAddress,
            mtu,
            operState,
            kind,
            lower,
            master,
            xdp));
  }

  private static Optional<String> kind(AttributeReader in) {
    Optional<String> kind = Optional.empty();
    while (in.next()) {
      if (in.type() == IFLA_INFO_KIND) {
        kind = Optional.of(in.string());
      }
    }
    return kind;
  }

  private static OptionalInt program(AttributeReader in) {
    OptionalInt program = OptionalInt.empty();
    while (in.next()) {
      // Not there where programs of several modes are: each has an attribute of its own, then.
      if (in.type() >= IFLA_XDP_PROG_ID) {
        program = OptionalInt.of(in.u32());
      }
    }
    return program;
  }

  private static Bytes untilNul(Bytes raw) {
    int length = 0;
    while (length < raw.length() && raw.u8(length) != 0) {
      length++;
    }
    return raw.slice(0, length);
  }

  /** A header that names a link by its index, or none by 0. */
  static void header(MessageWriter out, int index, int flags, int changed) {
    // ifi_family, a pad byte, ifi_type (16 bits), ifi_index, ifi_flags, ifi_change
    ByteBuffer header = ByteBuffer.allocate(IFINFOMSG).order(ByteOrder.nativeOrder());
    header.putInt(4, index).putInt(8, flags).putInt(12, changed);
    out.putEncoded(header.array());
  }

  /** A new veth: {@code veth_newlink()} reads the peer as a message of its own inside. */
  static void encodeVeth(MessageWriter out, VethEnd here, VethEnd there) {
    end(out, here);
    int info = out.startNested(IFLA_LINKINFO);
    out.putString(IFLA_INFO_KIND, "veth");
    int data = out.startNested(IFLA_INFO_DATA);
    int peer = out.startNested(VETH_INFO_PEER);
    end(out, there);
    out.endNested(peer);
    out.endNested(data);
    out.endNested(info);
  }

  private static void end(MessageWriter out, VethEnd end) {
    header(out, 0, 0, 0);
    out.putBytes(IFLA_IFNAME, end.name().bytes());
    end.hardwareAddress().ifPresent(address -> out.putBytes(IFLA_ADDRESS, address));
    end.namespace().ifPresent(namespace -> namespace(out, namespace));
  }

  /** What is to be set on a link; of contrary changes the last one counts. */
  static void encodeChanges(MessageWriter out, int index, List<LinkChange> changes) {
    int flags = 0;
    int changed = 0;
    for (LinkChange change : changes) {
      if (change instanceof LinkChange.Up || change instanceof LinkChange.Down) {
        flags = change instanceof LinkChange.Up ? Link.IFF_UP : 0;
        changed = Link.IFF_UP;
      }
    }
    header(out, index, flags, changed);
    for (LinkChange change : changes) {
      if (change instanceof LinkChange.Rename rename) {
        out.putBytes(IFLA_IFNAME, rename.name().bytes());
      } else if (change instanceof LinkChange.HardwareAddress hardware) {
        out.putBytes(IFLA_ADDRESS, hardware.address());
      } else if (change instanceof LinkChange.Mtu mtu) {
        out.putU32(IFLA_MTU, mtu.bytes());
      } else if (change instanceof LinkChange.Move move) {
        namespace(out, move.namespace());
      }
    }
  }

  private static void namespace(MessageWriter out, NamespaceRef namespace) {
    if (namespace instanceof NamespaceRef.OfThread thread) {
      out.putU32(IFLA_NET_NS_PID, thread.id());
    } else if (namespace instanceof NamespaceRef.OfFile file) {
      out.putU32(IFLA_NET_NS_FD, file.descriptor());
    }
  }

  /** The name of a link in an attribute. */
  static LinkName name(AttributeReader in) {
    Bytes name = untilNul(in.bytes());
    try {
      return new LinkName(name);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException("the name of a link: " + e.getMessage());
    }
  }
}
