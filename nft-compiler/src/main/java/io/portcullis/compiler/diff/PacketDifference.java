package io.portcullis.compiler.diff;

import java.util.List;

/**
 * How two policies differ in what they do with packets. No packet is in two regions.
 *
 * @param allowed dropped by the old policy, and not by the new one
 * @param denied dropped by the new policy, and not by the old one
 * @param attributed decided as before, by another rule; empty unless asked for
 */
public record PacketDifference(
    List<PacketChange> allowed, List<PacketChange> denied, List<PacketChange> attributed) {

  public PacketDifference {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
    attributed = List.copyOf(attributed);
  }

  /** True if both drop the same packets. */
  public boolean sameVerdicts() {
    return allowed.isEmpty() && denied.isEmpty();
  }
}
