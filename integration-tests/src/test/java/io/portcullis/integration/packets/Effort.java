package io.portcullis.integration.packets;

/**
 * How long to measure.
 *
 * @param rounds in each of which every ruleset has its turn
 * @param nanos how long a turn is, about
 * @param records how many packets of a stream differ; a power of two
 */
record Effort(int rounds, long nanos, int records) {

  static final Effort FULL = new Effort(15, 20_000_000, StreamFile.RECORDS);
  static final Effort QUICK = new Effort(7, 8_000_000, StreamFile.RECORDS);
}
