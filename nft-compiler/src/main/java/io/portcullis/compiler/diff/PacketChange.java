package io.portcullis.compiler.diff;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.packet.Packet;

/**
 * Packets with which the new policy does something else than the old one.
 *
 * @param region which packets
 * @param sample one of them
 * @param before what becomes of the sample under the old policy
 * @param after what becomes of it under the new one
 */
public record PacketChange(Region region, Packet sample, Decision before, Decision after) {}
