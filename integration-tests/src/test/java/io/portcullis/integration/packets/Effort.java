package io.portcullis.integration.packets;

/**
 * How long to measure.
 *
 * @param rounds in each of which every ruleset has its turn
 * @param nanos how long a turn is at most, about; shorter when all packets of a stream take less
 * @param records how many packets of a stream differ; a power of two
 */
record Effort(int rounds, long nanos, int records) {

  static final Effort FULL = new Effort(9, 250_000_000, StreamFile.RECORDS);
  static final Effort QUICK = new Effort(5, 150_000_000, StreamFile.RECORDS);
}
