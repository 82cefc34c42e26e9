package io.portcullis.compiler.lower;

import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.SourceTable;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Source tables in which only the prefix lengths of a plan occur. */
final class Expansion {

  private Expansion() {}

  /** Elements by prefix length, for a {@link LengthPlan}. */
  static long[] counts(Family family) {
    return new long[family.bits() + 1];
  }

  /** Adds a table's entries, each {@code times}. */
  static void count(SourceTable table, long times, long[] counts) {
    table.entries().forEach(entry -> counts[entry.prefix().length()] += times);
  }

  /** The entries of a table, expanded; those of longer prefixes go before those around them. */
  static List<SourceTable.Entry> of(SourceTable table, LengthPlan plan) {
    return plan.asGiven() ? table.entries() : of(table.entries(), plan::kept);
  }

  /** The same of some entries; {@code kept} says for each length the one that stands for it. */
  static List<SourceTable.Entry> of(List<SourceTable.Entry> entries, IntUnaryOperator kept) {
    List<SourceTable.Entry> longestFirst = new ArrayList<>(entries);
    longestFirst.sort(
        Comparator.comparingInt((SourceTable.Entry entry) -> entry.prefix().length()).reversed());
    Map<Prefix, RuleOutcome> parts = new LinkedHashMap<>();
    for (SourceTable.Entry entry : longestFirst) {
      int length = kept.applyAsInt(entry.prefix().length());
      long count = 1L << (length - entry.prefix().length());
      for (long i = 0; i < count; i++) {
        parts.putIfAbsent(part(entry.prefix(), length, i), entry.outcome());
      }
    }
    List<SourceTable.Entry> out = new ArrayList<>(parts.size());
    parts.forEach((prefix, outcome) -> out.add(new SourceTable.Entry(prefix, outcome)));
    return out;
  }

  /** The part of that number, of those of {@code length}. */
  private static Prefix part(Prefix of, int length, long number) {
    Address address = of.address();
    int shift = address.family().bits() - length;
    long high = address.high();
    long low = address.low();
    if (shift < Long.SIZE) {
      low |= number << shift;
      high |= shift == 0 ? 0 : number >>> (Long.SIZE - shift);
    } else {
      high |= number << (shift - Long.SIZE);
    }
    return new Prefix(new Address(address.family(), high, low), length);
  }
}
