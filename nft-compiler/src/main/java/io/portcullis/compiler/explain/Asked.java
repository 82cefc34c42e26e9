package io.portcullis.compiler.explain;

import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.Packet;
import java.util.Arrays;
import java.util.List;

/** A criterion that does not hold, with what the packet has and what the rule asks for. */
final class Asked {

  private static final int SHOWN = 8;

  private Asked() {}

  static String text(Criterion criterion, MatchBox box, Packet packet) {
    return switch (criterion) {
      case IP_VERSION -> "IP version";
      case PROTOCOL ->
          not(
              "protocol",
              PacketText.protocol(packet.protocol()),
              box.protocols().size() > SHOWN
                  ? box.protocols().size() + " protocols"
                  : String.join(
                      ", ",
                      Arrays.stream(box.protocols().toArray())
                          .mapToObj(PacketText::protocol)
                          .toList()));
      case DESTINATION_PORT ->
          not("destination port", packet.destinationPort(), ports(box.destinationPorts()));
      case ICMP ->
          not(
              "ICMP type/code",
              packet.icmpType() + "/" + packet.icmpCode(),
              "what the rule asks for");
      case SOURCE -> not("source", packet.source(), box.source());
      case SOURCE_PORT -> not("source port", packet.sourcePort(), ports(box.sourcePorts()));
      case DESTINATION -> not("destination", packet.destination(), box.destination());
    };
  }

  private static String not(String what, Object has, Object asked) {
    return what + " " + has + " is not in " + asked;
  }

  private static String ports(PortSet set) {
    List<String> ranges =
        set.ranges().stream()
            .limit(SHOWN)
            .map(
                range ->
                    range.first() == range.last()
                        ? Integer.toString(range.first())
                        : range.first() + "-" + range.last())
            .toList();
    return String.join(", ", ranges) + (set.ranges().size() > SHOWN ? ", …" : "");
  }
}
