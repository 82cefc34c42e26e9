package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;

/** The packet at the lowest corner of a region. */
final class Corner {

  private static final List<ConntrackState> STATES = List.of(ConntrackState.values());
  static final int LAST_STATE = STATES.size() - 1;

  private static final List<Family> FAMILIES = List.of(Family.V4, Family.V6);

  private Corner() {}

  static Family family(Region region) {
    return FAMILIES.get((int) region.low(Dimension.FAMILY));
  }

  /** A family's number in {@link Dimension#FAMILY}. */
  static int number(Family family) {
    return FAMILIES.indexOf(family);
  }

  static ConntrackState state(Region region) {
    return STATES.get((int) region.low(Dimension.STATE));
  }

  static boolean toLocal(Region region) {
    return region.low(Dimension.LOCAL) == 1;
  }

  static Packet of(Region region, String inInterface) {
    Family family = family(region);
    int protocol = (int) region.low(Dimension.PROTOCOL);
    int word = (int) region.low(Dimension.FIRST_WORD);
    boolean icmp = protocol == (family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6);
    return new Packet(
        inInterface,
        protocol == Dimension.UNKNOWN_PROTOCOL ? -1 : protocol,
        new Address(family, region.high(Dimension.SOURCE), region.low(Dimension.SOURCE)),
        new Address(family, region.high(Dimension.DESTINATION), region.low(Dimension.DESTINATION)),
        icmp ? 0 : word,
        (int) region.low(Dimension.DESTINATION_PORT),
        icmp ? word >> 8 : 0,
        icmp ? word & 0xff : 0,
        state(region),
        toLocal(region));
  }
}
