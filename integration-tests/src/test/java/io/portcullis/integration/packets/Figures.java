package io.portcullis.integration.packets;

import java.util.Arrays;

/** Nanoseconds per packet, one figure a round. */
final class Figures {

  private final double[] rounds;

  /**
   * Keeps a copy.
   *
   * @param rounds in the order measured; at least one
   */
  Figures(double... rounds) {
    this.rounds = rounds.clone();
  }

  /** A copy, in the order measured. */
  double[] rounds() {
    return rounds.clone();
  }

  double median() {
    return quantile(0.5);
  }

  double quantile(double which) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    double at = which * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  double min() {
    return quantile(0);
  }

  /** What each round has more than the same round of {@code other}. */
  Figures over(Figures other) {
    double[] out = new double[rounds.length];
    Arrays.setAll(out, i -> rounds[i] - other.rounds[i]);
    return new Figures(out);
  }
}
