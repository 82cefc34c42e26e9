package io.portcullis.agent.control;

import io.portcullis.api.v1.ExplainRequest;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resolve.HostLink;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The packet that somebody asks about. */
final class PacketRequest {

  private static final Map<String, Integer> PROTOCOLS =
      Map.of(
          "tcp", ProtocolSet.TCP,
          "udp", ProtocolSet.UDP,
          "sctp", ProtocolSet.SCTP,
          "icmp", ProtocolSet.ICMP,
          "icmpv6", ProtocolSet.ICMPV6,
          "udplite", 136);

  private PacketRequest() {}

  /** That packet, if there can be one like it. */
  static Packet packet(ExplainRequest request, List<HostLink> links) {
    Address from = address("source", request.getSource());
    Address to = address("destination", request.getDestination());
    if (from.family() != to.family()) {
      throw Statuses.invalid("destination", "it is of another family than the source");
    }
    return new Packet(
        request.getLink(),
        protocol(request.getProtocol()),
        from,
        to,
        within("source_port", request.getSourcePort(), 65535),
        within("destination_port", request.getDestinationPort(), 65535),
        within("icmp_type", request.getIcmpType(), 255),
        within("icmp_code", request.getIcmpCode(), 255),
        state(request.getState()),
        request.hasToLocal()
            ? request.getToLocal()
            : links.stream().anyMatch(link -> link.addresses().contains(to)));
  }

  static Address address(String field, String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw Statuses.invalid(field, "'" + text + "' is no address");
    }
  }

  private static int protocol(String text) {
    Integer known = PROTOCOLS.get(text.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    if (!text.matches("[0-9]{1,3}")) {
      throw Statuses.invalid(
          "protocol",
          "'" + text + "' is no protocol: tcp, udp, sctp, icmp, icmpv6, udplite or a number");
    }
    return within("protocol", Integer.parseInt(text), 255);
  }

  static int within(String field, int value, int max) {
    if (value < 0 || value > max) {
      throw Statuses.invalid(field, "from 0 to " + max);
    }
    return value;
  }

  private static ConntrackState state(String text) {
    return Arrays.stream(ConntrackState.values())
        .filter(state -> state.name().equalsIgnoreCase(text.isEmpty() ? "new" : text))
        .findFirst()
        .orElseThrow(() -> Statuses.invalid("state", "'" + text + "' is none"));
  }
}
