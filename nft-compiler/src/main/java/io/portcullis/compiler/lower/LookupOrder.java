package io.portcullis.compiler.lower;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.layout.Prices;
import io.portcullis.compiler.layout.Shape;
import io.portcullis.compiler.model.SourceTable;
import java.util.List;
import java.util.Optional;

/**
 * What packets to services whose sources are entered by port pay for lookups, with their service
 * first or with their source first. Who is looked up by service meets only the maps of the prefix
 * lengths that the service has; who is looked up before it, all of them.
 */
final class LookupOrder {

  private final LengthPlan plan;
  private final double[] prices;
  private final double misses;
  private final double found;
  private final Optional<Double> missed;
  private long services;
  private long entries;
  private double knownAfter;
  private double knownAhead;
  private double unknownAfter;

  /**
   * With nothing entered yet.
   *
   * @param counts elements by prefix length, of all services
   * @param keyBytes of the maps
   * @param told a set that tells most sources that no map has, before any is looked up
   */
  LookupOrder(LengthPlan plan, long[] counts, int keyBytes, Optional<Shape> told) {
    this.plan = plan;
    this.found = told.map(SourceBlocks::found).orElse(0.0);
    this.missed = told.map(Shape::nanoseconds);
    long[] sizes = new long[counts.length];
    for (int length = 0; length < counts.length; length++) {
      if (counts[length] > 0) {
        int kept = plan.kept(length);
        sizes[kept] += counts[length] << (kept - length);
      }
    }
    prices = new double[counts.length];
    double sum = 0;
    for (int length = 0; length < counts.length; length++) {
      prices[length] = sizes[length] == 0 ? 0 : Prices.hash(keyBytes, sizes[length]);
      sum += prices[length];
    }
    misses = missed.orElse(sum);
  }

  /** Sources of some ports. */
  void add(SourceTable table, int ports) {
    long[] counts = new long[prices.length];
    for (SourceTable.Entry entry : table.entries()) {
      counts[plan.kept(entry.prefix().length())]++;
    }
    double own = found;
    double all = found;
    for (int length = counts.length - 1; length >= 0; length--) {
      own += counts[length] == 0 ? 0 : prices[length];
      all += prices[length];
      knownAfter += ports * counts[length] * own;
      knownAhead += ports * counts[length] * all;
    }
    entries += (long) ports * table.entries().size();
    services += ports;
    unknownAfter += ports * missed.orElse(own);
  }

  /**
   * True if sources are better looked up first. As many packets are taken to be of sources that are
   * known as of others.
   *
   * @param settles whether what the sources do not decide needs no lookup of the service
   */
  boolean isAhead(boolean settles) {
    return entries > 0 && ahead(settles) <= after();
  }

  private double ahead(boolean settles) {
    double unknown = misses + (settles ? 0 : Prices.SERVICES + Prices.GOTO);
    return Prices.COMPARISON + Prices.PROTOCOL + (knownAhead / entries + unknown) / 2;
  }

  private double after() {
    return Prices.SERVICES + Prices.GOTO + (knownAfter / entries + unknownAfter / services) / 2;
  }

  /**
   * What was chosen, for people.
   *
   * @param possible false if the services are not of one protocol, or not close together
   */
  Choice choice(String stage, boolean possible, boolean chosen, boolean settles) {
    String what =
        "sources before services"
            + (possible ? "" : " (not of one protocol, not close together, or among many others)")
            + (settles ? ", which then need no lookup" : "");
    Shape before = new Shape(what, 0, services, ahead(settles));
    Shape after = new Shape("services, then sources", 0, services, after());
    String subject = "order of lookups, mean of known and unknown sources";
    return chosen
        ? new Choice(stage, subject, before, List.of(after))
        : new Choice(stage, subject, after, List.of(before));
  }
}
