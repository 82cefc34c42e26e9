package io.portcullis.cli;

import io.portcullis.api.v1.PacketHeaders;
import io.portcullis.api.v1.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packets and what decided them, as the agent tells of them, for people and for JSON. */
final class PacketWords {

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;
  private static final int UDPLITE = 136;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  private PacketWords() {}

  /** Such as {@code TCP 203.0.113.7:40000 -> 192.0.2.11:30080 in by eth0}. */
  static String text(PacketHeaders packet) {
    if (packet.getSource().isEmpty()) {
      return "no IP packet" + in(packet);
    }
    return "%s %s -> %s%s%s"
        .formatted(
            protocol(packet.getProtocol()),
            end(packet, packet.getSource(), packet.getSourcePort()),
            end(packet, packet.getDestination(), packet.getDestinationPort()),
            isIcmp(packet)
                ? " type %d code %d".formatted(packet.getIcmpType(), packet.getIcmpCode())
                : "",
            in(packet));
  }

  private static String in(PacketHeaders packet) {
    return packet.getLink().isEmpty() ? "" : " in by " + packet.getLink();
  }

  private static String end(PacketHeaders packet, String address, int port) {
    if (!hasPorts(packet)) {
      return address;
    }
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  private static boolean hasPorts(PacketHeaders packet) {
    return switch (packet.getProtocol()) {
      case TCP, UDP, SCTP, UDPLITE -> true;
      default -> false;
    };
  }

  private static boolean isIcmp(PacketHeaders packet) {
    return packet.getProtocol() == ICMP || packet.getProtocol() == ICMPV6;
  }

  private static String protocol(int number) {
    return switch (number) {
      case TCP -> "TCP";
      case UDP -> "UDP";
      case SCTP -> "SCTP";
      case UDPLITE -> "UDP-Lite";
      case ICMP -> "ICMP";
      case ICMPV6 -> "ICMPv6";
      default -> "protocol " + number;
    };
  }

  static Map<String, Object> tree(PacketHeaders packet) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("interface", packet.getLink());
    out.put("protocol", packet.getProtocol());
    out.put("source", packet.getSource());
    out.put("destination", packet.getDestination());
    out.put("sourcePort", packet.getSourcePort());
    out.put("destinationPort", packet.getDestinationPort());
    out.put("icmpType", packet.getIcmpType());
    out.put("icmpCode", packet.getIcmpCode());
    return out;
  }

  /** Such as {@code deny by policy p rule 0, p.yaml:14}. */
  static String decision(String reason, String policy, int rule, Position position) {
    if (policy.isEmpty()) {
      return reason.replace('_', ' ');
    }
    String at =
        position.getLine() == 0 ? "" : ", " + position.getSource() + ":" + position.getLine();
    return "%s by policy %s rule %d%s".formatted(reason, policy, rule, at);
  }

  static void decision(
      Map<String, Object> out, String reason, String policy, int rule, Position position) {
    out.put("reason", reason);
    if (!policy.isEmpty()) {
      out.put("policy", policy);
      out.put("rule", rule);
      if (position.getLine() != 0) {
        out.put("position", Answers.tree(position));
      }
    }
  }
}
