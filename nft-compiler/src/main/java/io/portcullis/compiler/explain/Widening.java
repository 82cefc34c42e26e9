package io.portcullis.compiler.explain;

import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Optional;

/** A box with one more value in one of its sets. */
final class Widening {

  /** What is tried first concerns the fewest packets. */
  static final List<Criterion> ORDER =
      List.of(
          Criterion.SOURCE,
          Criterion.DESTINATION_PORT,
          Criterion.ICMP,
          Criterion.DESTINATION,
          Criterion.SOURCE_PORT,
          Criterion.PROTOCOL);

  private Widening() {}

  /** The packet's own value alone, with all else that the box asks; empty for other families. */
  static Optional<MatchBox> widen(MatchBox box, Criterion criterion, Packet packet) {
    if (box.family() != packet.family()) {
      return Optional.empty();
    }
    return switch (criterion) {
      case IP_VERSION -> Optional.empty();
      case SOURCE -> Optional.of(withSource(box, only(packet.source())));
      case DESTINATION ->
          Optional.of(
              box(
                  box,
                  box.protocols(),
                  box.source(),
                  only(packet.destination()),
                  box.sourcePorts(),
                  box.destinationPorts(),
                  box.icmp()));
      case DESTINATION_PORT ->
          Optional.of(
              box(
                  box,
                  box.protocols(),
                  box.source(),
                  box.destination(),
                  box.sourcePorts(),
                  PortSet.of(packet.destinationPort()),
                  box.icmp()));
      case SOURCE_PORT ->
          Optional.of(
              box(
                  box,
                  box.protocols(),
                  box.source(),
                  box.destination(),
                  PortSet.of(packet.sourcePort()),
                  box.destinationPorts(),
                  box.icmp()));
      case ICMP ->
          Optional.of(
              box(
                  box,
                  box.protocols(),
                  box.source(),
                  box.destination(),
                  box.sourcePorts(),
                  box.destinationPorts(),
                  IcmpSet.of(packet.icmpType(), packet.icmpCode())));
      case PROTOCOL -> protocol(box, packet);
    };
  }

  /** Only where the box's other criteria mean the same for that protocol. */
  private static Optional<MatchBox> protocol(MatchBox box, Packet packet) {
    boolean ports = box.sourcePorts().isAll() && box.destinationPorts().isAll();
    if (packet.protocol() < 0
        || !box.icmp().isAll()
        || (!ports && !ProtocolSet.hasPorts(packet.protocol()))) {
      return Optional.empty();
    }
    return Optional.of(
        box(
            box,
            ProtocolSet.of(packet.protocol()),
            box.source(),
            box.destination(),
            box.sourcePorts(),
            box.destinationPorts(),
            box.icmp()));
  }

  /** Packets of the same protocol, port or ICMP type, and source; if it has a protocol. */
  static MatchBox exactly(Packet packet) {
    boolean ports = ProtocolSet.hasPorts(packet.protocol());
    boolean icmp = packet.protocol() == ServiceModel.icmpOf(packet.family());
    return new MatchBox(
        packet.family(),
        packet.protocol() < 0 ? ProtocolSet.ALL : ProtocolSet.of(packet.protocol()),
        only(packet.source()),
        AddressSet.all(packet.family()),
        PortSet.ALL,
        ports ? PortSet.of(packet.destinationPort()) : PortSet.ALL,
        icmp ? IcmpSet.ofType(packet.icmpType()) : IcmpSet.ALL);
  }

  static MatchBox withSource(MatchBox box, AddressSet source) {
    return box(
        box,
        box.protocols(),
        source,
        box.destination(),
        box.sourcePorts(),
        box.destinationPorts(),
        box.icmp());
  }

  private static MatchBox box(
      MatchBox of,
      ProtocolSet protocols,
      AddressSet source,
      AddressSet destination,
      PortSet sourcePorts,
      PortSet destinationPorts,
      IcmpSet icmp) {
    return new MatchBox(
        of.family(), protocols, source, destination, sourcePorts, destinationPorts, icmp);
  }

  private static AddressSet only(Address address) {
    return AddressSet.of(new Prefix(address, address.family().bits()));
  }

  /** What to add to a rule, and where. */
  static String text(Criterion criterion, Packet packet) {
    int bits = packet.family().bits();
    return switch (criterion) {
      case SOURCE -> "source %s/%d: %s".formatted(packet.source(), bits, added("source"));
      case DESTINATION ->
          "destination %s/%d: %s".formatted(packet.destination(), bits, added("destination"));
      case DESTINATION_PORT ->
          "destination port %d: add it to destination.ports".formatted(packet.destinationPort());
      case SOURCE_PORT -> "source port %d: add it to source.ports".formatted(packet.sourcePort());
      case ICMP -> "ICMP type %d code %d".formatted(packet.icmpType(), packet.icmpCode());
      case PROTOCOL ->
          PacketText.protocol(packet.protocol()) + ", such as by the same rule for that protocol";
      case IP_VERSION -> "the other IP version";
    };
  }

  /** A rule that has both nets and a selector asks for both. */
  private static String added(String side) {
    return "add it to a network set that %1$s.selector selects, if it has one, and to %1$s.nets, if it has any"
        .formatted(side);
  }

  /** Protocol, and port or type, of a packet. */
  static String service(Packet packet) {
    if (packet.protocol() < 0) {
      return "any protocol";
    }
    String protocol = PacketText.protocol(packet.protocol());
    if (ProtocolSet.hasPorts(packet.protocol())) {
      return protocol + " to port " + packet.destinationPort();
    }
    boolean icmp = packet.protocol() == ProtocolSet.ICMP || packet.protocol() == ProtocolSet.ICMPV6;
    return icmp ? protocol + " type " + packet.icmpType() : protocol;
  }
}
