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
import java.util.Objects;
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
    Map<Prefix, RuleOutcome> given = new LinkedHashMap<>();
    entries.forEach(entry -> given.put(entry.prefix(), entry.outcome()));
    List<SourceTable.Entry> out = new ArrayList<>(given.size());
    of(given, kept).forEach((prefix, value) -> out.add(new SourceTable.Entry(prefix, value)));
    return out;
  }

  /** The same of whatever prefixes stand for, longest first. */
  static <T> Map<Prefix, T> of(Map<Prefix, T> prefixes, IntUnaryOperator kept) {
    List<Prefix> longestFirst = new ArrayList<>(prefixes.keySet());
    longestFirst.sort(Comparator.comparingInt(Prefix::length).reversed());
    Map<Prefix, T> parts = new LinkedHashMap<>();
    for (Prefix prefix : longestFirst) {
      T value = Objects.requireNonNull(prefixes.get(prefix));
      int length = kept.applyAsInt(prefix.length());
      long count = 1L << (length - prefix.length());
      for (long i = 0; i < count; i++) {
        parts.putIfAbsent(part(prefix, length, i), value);
      }
    }
    return parts;
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
