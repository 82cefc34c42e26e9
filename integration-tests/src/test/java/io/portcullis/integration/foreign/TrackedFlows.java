package io.portcullis.integration.foreign;

import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Packets of connections that a kernel knows, and of some that it does not, in every state. */
final class TrackedFlows {

  private static final int FLOWS = 40;
  private static final int NO_FLAGS = 0;

  private final Random random;
  private final List<Flow> flows;
  private int fresh = 20_000;

  /** A UDP flow that has been answered. */
  record Flow(Address source, Address destination, int sourcePort, int destinationPort) {

    /** What enters it into the kernel's table. */
    String[] command() {
      return new String[] {
        "conntrack",
        "-I",
        "-p",
        "udp",
        "-s",
        source.toString(),
        "-d",
        destination.toString(),
        "--sport",
        "" + sourcePort,
        "--dport",
        "" + destinationPort,
        "-u",
        "SEEN_REPLY,ASSURED",
        "-t",
        "3600"
      };
    }

    private Flow reversed() {
      return new Flow(destination, source, destinationPort, sourcePort);
    }

    private RawPacket packet() {
      return RawPacket.of(source, destination, new Transport.Udp(sourcePort, destinationPort, 12));
    }
  }

  TrackedFlows(Random random, List<Flow> flows) {
    this.random = random;
    this.flows = flows;
  }

  /** Flows over few values. */
  static List<Flow> some(Random random) {
    Set<Flow> out = new LinkedHashSet<>();
    while (out.size() < FLOWS) {
      boolean v4 = random.nextInt(3) > 0;
      out.add(
          new Flow(
              v4 ? ForeignPackets.source4(random) : ForeignPackets.source6(random),
              random.nextBoolean()
                  ? v4 ? Bed.V4 : Bed.V6
                  : v4 ? ForeignPackets.elsewhere4(random) : Address.v6(0xfd00L << 48, 7),
              1000 + random.nextInt(3),
              ForeignPackets.port(random)));
    }
    return new ArrayList<>(out);
  }

  ForeignPackets.Sent next() {
    Flow flow = flows.get(random.nextInt(flows.size()));
    boolean v4 = flow.source().family() == Family.V4;
    return switch (random.nextInt(6)) {
      case 0 -> sent(flow.packet(), ConntrackState.ESTABLISHED);
      case 1 -> sent(flow.reversed().packet(), ConntrackState.REPLY);
      case 2 -> related(flow, v4);
      case 3 ->
          sent(
              RawPacket.of(
                  flow.source(),
                  flow.destination(),
                  new Transport.Tcp(flow.sourcePort(), flow.destinationPort(), NO_FLAGS, 1)),
              ConntrackState.INVALID);
      case 4 ->
          sent(
              RawPacket.of(
                  flow.source(),
                  flow.destination(),
                  Transport.Tcp.syn(++fresh, ForeignPackets.port(random))),
              ConntrackState.NEW);
      default ->
          sent(
              RawPacket.of(
                  flow.source(),
                  flow.destination(),
                  new Transport.Udp(++fresh, ForeignPackets.port(random), 12)),
              ConntrackState.NEW);
    };
  }

  /** An error about a reply on the flow's own way, or about what the flow sent on the way back. */
  private ForeignPackets.Sent related(Flow flow, boolean v4) {
    boolean back = random.nextBoolean();
    Flow way = back ? flow.reversed() : flow;
    byte[] inner = way.reversed().packet().datagram();
    byte[] rest = new byte[4 + inner.length];
    System.arraycopy(inner, 0, rest, 4, inner.length);
    Transport.Icmp error = new Transport.Icmp(v4 ? 3 : 1, v4 ? 3 : 4, Bytes.of(rest));
    return sent(
        RawPacket.of(way.source(), way.destination(), error),
        back ? ConntrackState.RELATED_REPLY : ConntrackState.RELATED);
  }

  private static ForeignPackets.Sent sent(RawPacket raw, ConntrackState state) {
    byte[] bytes = raw.datagram();
    boolean v4 = raw.family() == Family.V4;
    int header = v4 ? 20 : 40;
    int protocol = raw.transport().protocol(raw.family());
    boolean icmp = protocol == ProtocolSet.ICMP || protocol == ProtocolSet.ICMPV6;
    int first = ForeignPackets.u16(bytes, header);
    Packet packet =
        new Packet(
            Bed.LINK,
            protocol,
            raw.source(),
            raw.destination(),
            icmp ? 0 : first,
            ForeignPackets.u16(bytes, header + 2),
            icmp ? first >> 8 : 0,
            icmp ? first & 0xff : 0,
            state,
            raw.destination().equals(v4 ? Bed.V4 : Bed.V6));
    return new ForeignPackets.Sent(packet, Bytes.of(bytes));
  }
}
