package io.portcullis.integration.packets;

import java.util.List;

/**
 * Packets that all get the same verdict.
 *
 * @param kind what they have in common
 * @param flows used in turn, over and over
 */
record PacketStream(Kind kind, List<Flow> flows) {

  /** Why all packets of a stream get their verdict. */
  enum Kind {
    /** A policy allows them. */
    HIT(true),
    /** No policy knows the source: what is left is denied. */
    MISS(false),
    /** A policy that names the source denies them. */
    DENIED(false),
    /** Of connections that conntrack has seen both ways; policy would deny them. */
    ESTABLISHED(true);

    private final boolean accepted;

    Kind(boolean accepted) {
      this.accepted = accepted;
    }

    boolean accepted() {
      return accepted;
    }
  }

  PacketStream {
    flows = List.copyOf(flows);
  }
}
