package io.portcullis.integration.packets;

import java.util.List;
import java.util.Optional;

/**
 * A policy of one rule, on TCP.
 *
 * @param name in order, so that names sort as policies apply
 * @param allow what the rule does
 * @param sources from where; empty for anywhere
 * @param ports to where; none for all ports of all protocols
 */
record Policy(String name, boolean allow, Optional<NetSet> sources, List<PortRange> ports) {

  Policy {
    ports = List.copyOf(ports);
  }
}
