package io.portcullis.integration.packets;

import io.portcullis.policy.address.Family;
import java.util.Optional;

/**
 * What one ruleset took for one kind of packets.
 *
 * @param senders how many sent at once
 * @param packets that were sent, all of whose verdicts were counted
 * @param total nanoseconds per packet, the whole receive path
 * @param added beyond the empty chain in the same round
 * @param wrong what was wrong with the verdicts; empty if every packet got its own
 */
record Result(
    String workload,
    Family family,
    PacketStream.Kind kind,
    int senders,
    String variant,
    long packets,
    Figures total,
    Figures added,
    Optional<String> wrong) {}
