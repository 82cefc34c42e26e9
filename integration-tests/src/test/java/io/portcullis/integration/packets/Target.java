package io.portcullis.integration.packets;

import java.util.Map;
import java.util.Optional;

/** What the project wants to reach, in nanoseconds added to a packet. */
final class Target {

  static final double ESTABLISHED = 60;
  static final double GROWTH = 1.15;

  private static final Map<String, double[]> ADDED =
      Map.of(
          "tiny", new double[] {100, 130},
          "typical", new double[] {150, 200},
          "large", new double[] {220, 280},
          "huge", new double[] {450, 550},
          "blocklist", new double[] {450, 550});

  private Target() {}

  /** For a figure of this project's; there is none for every workload. */
  static Optional<Double> added(String workload, PacketStream.Kind kind, boolean counters) {
    if (kind == PacketStream.Kind.ESTABLISHED) {
      return Optional.of(ESTABLISHED);
    }
    return Optional.ofNullable(ADDED.get(workload)).map(both -> both[counters ? 1 : 0]);
  }

  /** How many times less than Calico's nftables layout, by policies of 100 CIDRs each. */
  static double timesLess(int policies) {
    return policies >= 1_000 ? 600 : 60;
  }
}
