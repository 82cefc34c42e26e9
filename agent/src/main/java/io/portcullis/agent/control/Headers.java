package io.portcullis.agent.control;

import io.portcullis.api.v1.PacketHeaders;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.ProtocolSet;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What the first bytes of a packet say; those that are cut off say less. */
final class Headers {

  private static final int V4_SIZE = 20;
  private static final int V6_SIZE = 40;
  private static final int MOST_EXTENSIONS = 8;

  private Headers() {}

  /**
   * Reads a packet (RFC 791, RFC 8200).
   *
   * @param bytes from the network header on
   * @param link the interface that it came in by
   * @return empty if it is no IP
   */
  static Optional<PacketHeaders> of(Bytes bytes, String link) {
    ByteBuffer packet = ByteBuffer.wrap(bytes.toArray());
    if (packet.remaining() < V4_SIZE) {
      return Optional.empty();
    }
    PacketHeaders.Builder out = PacketHeaders.newBuilder().setLink(link);
    return switch ((packet.get(0) & 0xf0) >> 4) {
      case 4 -> Optional.of(v4(packet, out).build());
      case 6 ->
          packet.remaining() < V6_SIZE ? Optional.empty() : Optional.of(v6(packet, out).build());
      default -> Optional.empty();
    };
  }

  private static PacketHeaders.Builder v4(ByteBuffer packet, PacketHeaders.Builder out) {
    int size = (packet.get(0) & 0xf) * 4;
    boolean first = (packet.getShort(6) & 0x1fff) == 0;
    int protocol = packet.get(9) & 0xff;
    out.setProtocol(protocol)
        .setSource(address(packet, 12, 4))
        .setDestination(address(packet, 16, 4));
    return first ? transport(packet, size, protocol, out) : out;
  }

  private static PacketHeaders.Builder v6(ByteBuffer packet, PacketHeaders.Builder out) {
    out.setSource(address(packet, 8, 16)).setDestination(address(packet, 24, 16));
    int next = packet.get(6) & 0xff;
    int at = V6_SIZE;
    for (int i = 0; i < MOST_EXTENSIONS && at + 8 <= packet.limit(); i++) {
      int length = packet.get(at + 1) & 0xff;
      switch (next) {
        // Hop-by-hop, routing, destination options.
        case 0, 43, 60 -> {
          next = packet.get(at) & 0xff;
          at += (length + 1) * 8;
        }
        case 44 -> {
          if ((packet.getShort(at + 2) & 0xfff8) != 0) {
            return out.setProtocol(packet.get(at) & 0xff);
          }
          next = packet.get(at) & 0xff;
          at += 8;
        }
        // AH counts in words, and from two.
        case 51 -> {
          next = packet.get(at) & 0xff;
          at += (length + 2) * 4;
        }
        default -> {
          return transport(packet, at, next, out.setProtocol(next));
        }
      }
    }
    return transport(packet, at, next, out.setProtocol(next));
  }

  private static PacketHeaders.Builder transport(
      ByteBuffer packet, int at, int protocol, PacketHeaders.Builder out) {
    return at + 4 <= packet.limit() ? transport(packet.getInt(at), protocol, out) : out;
  }

  /** By the first four bytes of its transport header. */
  static PacketHeaders.Builder transport(int first, int protocol, PacketHeaders.Builder out) {
    return switch (protocol) {
      case ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP, PacketRequest.UDPLITE ->
          out.setSourcePort(first >>> 16).setDestinationPort(first & 0xffff);
      case ProtocolSet.ICMP, ProtocolSet.ICMPV6 ->
          out.setIcmpType(first >>> 24).setIcmpCode((first >>> 16) & 0xff);
      default -> out;
    };
  }

  private static String address(ByteBuffer packet, int at, int size) {
    byte[] address = new byte[size];
    packet.get(at, address);
    return Address.of(address).toString();
  }
}
