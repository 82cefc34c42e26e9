package io.portcullis.integration.packets;

/**
 * How long to measure.
 *
 * @param rounds in each of which every ruleset has its turn
 * @param nanos how long a turn is, about
 */
record Effort(int rounds, long nanos) {

  static final Effort FULL = new Effort(15, 20_000_000);
  static final Effort QUICK = new Effort(7, 8_000_000);
}
