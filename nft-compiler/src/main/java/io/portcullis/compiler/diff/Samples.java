package io.portcullis.compiler.diff;

import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;

/** Packets of regions, such as somebody could send if there is any choice. */
final class Samples {

  /** RFC 5737 and RFC 3849: nobody's. */
  private static final List<Address> STRANGERS =
      List.of(
          Address.parse("203.0.113.7"),
          Address.parse("2001:db8:ffff::7"),
          Address.parse("192.0.2.1"),
          Address.parse("2001:db8::1"));

  private static final List<Integer> PROTOCOLS =
      List.of(
          ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP, ProtocolSet.ICMP, ProtocolSet.ICMPV6);

  /** For destinations that are not this host. */
  private static final List<Address> HOSTS =
      List.of(Address.parse("198.51.100.1"), Address.parse("2001:db8:fffe::1"));

  private static final int SOURCE_PORT = 40_000;
  private static final int PORT = 80;

  private final List<Address> local;

  /**
   * For a host.
   *
   * @param local its addresses; may be empty
   */
  Samples(List<Address> local) {
    this.local = List.copyOf(local);
  }

  Packet of(Region region) {
    int protocol =
        PROTOCOLS.stream()
            .filter(region.services().ports()::containsKey)
            .findFirst()
            .or(() -> region.services().ports().keySet().stream().filter(p -> p >= 0).findFirst())
            .orElse(-1);
    PortSet services = region.services().ports().getOrDefault(protocol, PortSet.ALL);
    int first = services.ranges().get(0).first();
    boolean ports = ProtocolSet.hasPorts(protocol);
    boolean icmp = protocol == ServiceModel.icmpOf(region.family());
    Address destination = pick(region.cube().destination(), region.local() ? local : HOSTS);
    return new Packet(
        region.links().example(),
        protocol,
        pick(region.cube().source(), List.of()),
        destination,
        ports ? port(region.cube().sourcePorts(), SOURCE_PORT) : 0,
        ports ? port(services, PORT) : 0,
        icmp ? first >> 8 : 0,
        icmp ? first & 0xff : 0,
        region.states().contains(ConntrackState.NEW)
            ? ConntrackState.NEW
            : region.states().iterator().next(),
        region.local() && (local.isEmpty() || local.contains(destination) || !region.elsewhere()));
  }

  /** One of them; if there are many from 0 on, the one given. */
  private static int port(PortSet ports, int preferred) {
    int first = ports.ranges().get(0).first();
    return first == 0 && ports.contains(preferred) ? preferred : first;
  }

  private static Address pick(AddressSet set, List<Address> preferred) {
    for (Address address : preferred) {
      if (set.contains(address)) {
        return address;
      }
    }
    if (set.isAll() || set.complement().rangeCount() < set.rangeCount()) {
      for (Address address : STRANGERS) {
        if (set.contains(address)) {
          return address;
        }
      }
    }
    // The first of a net is its own name; the one behind it is somebody.
    Address first = set.first(0);
    Address second =
        new Address(
            first.family(), Bits128.incrementHigh(first.high(), first.low()), first.low() + 1);
    return set.contains(second) ? second : first;
  }
}
