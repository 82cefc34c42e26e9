package io.portcullis.integration.packets;

import io.portcullis.policy.address.Address;
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

  /** Whether the rule has to do with a port at all. */
  boolean reaches(int port) {
    return ports.isEmpty() || ports.stream().anyMatch(range -> range.contains(port));
  }

  boolean matches(Address source, int port) {
    return reaches(port) && (sources.isEmpty() || sources.get().addresses().contains(source));
  }
}
