package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.util.List;
import java.util.Optional;

/**
 * A policy for one link, and packets whose verdict under it is known.
 *
 * @param name such as {@code large}
 * @param about what it is, for people
 * @param family of all its addresses
 * @param policies in the order in which they apply; what none matches is accepted
 * @param streams packets, by kind
 */
record Workload(
    String name, String about, Family family, List<Policy> policies, List<PacketStream> streams) {

  Workload {
    policies = List.copyOf(policies);
    streams = List.copyOf(streams);
  }

  /** The sets that policies select, each once. */
  List<NetSet> sets() {
    return policies.stream().map(Policy::sources).flatMap(Optional::stream).distinct().toList();
  }

  /** CIDRs, counted in every set once. */
  int nets() {
    return sets().stream().mapToInt(set -> set.nets().size()).sum();
  }
}
