package io.portcullis.compiler.explain;

import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.util.Locale;

/** A packet in one line, for people. */
public final class PacketText {

  private PacketText() {}

  /** Protocol, ends, ICMP type, link and state. */
  public static String of(Packet packet) {
    boolean ports = ProtocolSet.hasPorts(packet.protocol());
    String from = end(packet.source().toString(), packet.sourcePort(), ports, packet.family());
    String to =
        end(packet.destination().toString(), packet.destinationPort(), ports, packet.family());
    String text = protocol(packet.protocol()) + " " + from + " -> " + to;
    if (packet.protocol() == ServiceModel.icmpOf(packet.family())) {
      text += " type " + packet.icmpType() + " code " + packet.icmpCode();
    }
    return text
        + " in by "
        + packet.inInterface()
        + ", connection "
        + packet.state().name().toLowerCase(Locale.ROOT)
        + (packet.toLocal() ? ", to this host" : "");
  }

  private static String end(String address, int port, boolean ports, Family family) {
    if (!ports) {
      return address;
    }
    return (family == Family.V4 ? address : "[" + address + "]") + ":" + port;
  }

  /** A protocol's name in Calico's spelling, else its number. */
  public static String protocol(int protocol) {
    return switch (protocol) {
      case ProtocolSet.TCP -> "TCP";
      case ProtocolSet.UDP -> "UDP";
      case ProtocolSet.SCTP -> "SCTP";
      case ProtocolSet.ICMP -> "ICMP";
      case ProtocolSet.ICMPV6 -> "ICMPv6";
      case ProtocolSet.UDPLITE -> "UDPLite";
      case -1 -> "unknown protocol";
      default -> "protocol " + protocol;
    };
  }
}
