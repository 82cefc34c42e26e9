package io.portcullis.compiler.explain;

import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.packet.Packet;
import java.util.Locale;
import java.util.Optional;

/** What a rule may ask of a packet, in the order in which it is checked here. */
public enum Criterion {
  /** The IP version. */
  IP_VERSION {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.family() == packet.family();
    }
  },
  /** The layer-4 protocol. */
  PROTOCOL {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.protocols().contains(packet.protocol());
    }
  },
  /** The destination port on the wire, before DNAT. */
  DESTINATION_PORT {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.destinationPorts().contains(packet.destinationPort());
    }
  },
  /** ICMP type and code. */
  ICMP {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.icmp().contains(packet.icmpType(), packet.icmpCode());
    }
  },
  /** The source address. */
  SOURCE {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.source().contains(packet.source());
    }
  },
  /** The source port. */
  SOURCE_PORT {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.sourcePorts().contains(packet.sourcePort());
    }
  },
  /** The destination address on the wire, before DNAT. */
  DESTINATION {
    @Override
    boolean holds(MatchBox box, Packet packet) {
      return box.destination().contains(packet.destination());
    }
  };

  abstract boolean holds(MatchBox box, Packet packet);

  private static final Criterion[] ALL = values();

  /**
   * False if another one than this does not hold, so that it is no use to change this one. Of many
   * thousands of boxes nearly all are passed over by it.
   */
  boolean mayHoldAlone(MatchBox box, Packet packet) {
    for (Criterion other : ALL) {
      if (other != this && !other.holds(box, packet)) {
        return false;
      }
    }
    return true;
  }

  /** The first that does not hold; empty if the box holds the packet. */
  static Optional<Criterion> firstFailing(MatchBox box, Packet packet) {
    for (Criterion criterion : ALL) {
      if (!criterion.holds(box, packet)) {
        return Optional.of(criterion);
      }
    }
    return Optional.empty();
  }

  /** For people, such as {@code destination port}. */
  public String text() {
    return switch (this) {
      case IP_VERSION -> "IP version";
      case ICMP -> "ICMP type or code";
      default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
