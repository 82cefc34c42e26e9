package io.portcullis.compiler.model;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From outcomes by address to the fewest longest-prefix-match entries.
 *
 * <p>The method is that of optimal routing table construction (Draves, King, Venkatachary and Zill,
 * INFOCOM 1999): from the leaves up, each node of the binary tree gets the outcomes that are
 * cheapest for it, those its halves share or else those of either; from the root down, a node needs
 * an entry only where the outcome it inherits is not among its own.
 */
final class FewestPrefixes {

  private final Family family;
  private final Stretches stretches;
  private final List<Prefix> prefixes = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  private FewestPrefixes(Family family, Stretches stretches) {
    this.family = family;
    this.stretches = stretches;
  }

  /** How many entries the fewest are for a set and what is outside it; at least one. */
  static int count(AddressSet set) {
    Stretches stretches = new Stretches();
    int bits = set.family().bits();
    stretches.append(0, 0, 0);
    for (int i = 0; i < set.rangeCount(); i++) {
      stretches.appendFrom(set.firstHigh(i), set.firstLow(i), 1);
      long afterHigh = Bits128.incrementHigh(set.lastHigh(i), set.lastLow(i));
      long afterLow = set.lastLow(i) + 1;
      if (!Bits128.isPast(bits, afterHigh, afterLow)) {
        stretches.append(afterHigh, afterLow, 0);
      }
    }
    return 1 + numbers(set.family(), stretches).numbers().size();
  }

  /**
   * Entries of which the outcomes are only numbers.
   *
   * @param otherwise of what no prefix holds
   * @param prefixes ascending
   * @param numbers of the prefix at the same index
   */
  record Numbers(int otherwise, List<Prefix> prefixes, List<Integer> numbers) {}

  static Numbers numbers(Family family, Stretches stretches) {
    FewestPrefixes tables = new FewestPrefixes(family, stretches);
    Node root = tables.build(0, 0, 0, 0);
    int otherwise = root.cheapest[0];
    tables.choose(root, otherwise, 0, 0, 0);
    return new Numbers(otherwise, tables.prefixes, tables.numbers);
  }

  /** The outcomes that are cheapest for one prefix. */
  static int[] cheapest(SourceTree.Block block, Stretches stretches) {
    FewestPrefixes tables = new FewestPrefixes(block.family(), stretches);
    return tables.build(block.high(), block.low(), block.length(), 0).cheapest;
  }

  /** The entries inside one prefix, where {@code inherited} holds around it. */
  static Numbers inside(SourceTree.Block block, Stretches stretches, int inherited) {
    FewestPrefixes tables = new FewestPrefixes(block.family(), stretches);
    Node node = tables.build(block.high(), block.low(), block.length(), 0);
    tables.choose(node, inherited, block.high(), block.low(), block.length());
    return new Numbers(inherited, tables.prefixes, tables.numbers);
  }

  static SourceTable of(Family family, Stretches stretches, List<RuleOutcome> outcomes) {
    Numbers found = numbers(family, stretches);
    List<SourceTable.Entry> entries = new ArrayList<>();
    for (int i = 0; i < found.prefixes().size(); i++) {
      entries.add(
          new SourceTable.Entry(found.prefixes().get(i), outcomes.get(found.numbers().get(i))));
    }
    return new SourceTable(outcomes.get(found.otherwise()), entries);
  }

  /** A prefix's subtree; without halves where one outcome holds throughout. */
  private static final class Node {

    private final int[] cheapest;
    private final Node[] halves;

    Node(int[] cheapest, Node... halves) {
      this.cheapest = cheapest;
      this.halves = halves;
    }
  }

  private Node build(long high, long low, int length, int from) {
    int first = stretches.holding(high, low, from);
    int bits = family.bits();
    long lastHigh = bits == 32 ? 0 : high | ~Bits128.maskHigh(bits, length);
    long lastLow = low | ~Bits128.maskLow(bits, length);
    if (bits == 32) {
      lastLow &= 0xffffffffL;
    }
    boolean whole =
        first + 1 == stretches.size() || stretches.compareFirst(first + 1, lastHigh, lastLow) > 0;
    if (whole) {
      return new Node(new int[] {stretches.outcome(first)});
    }
    Node left = build(high, low, length + 1, first);
    Node right = build(high | bitHigh(length), low | bitLow(length), length + 1, first);
    return new Node(join(left.cheapest, right.cheapest), left, right);
  }

  private void choose(Node node, int inherited, long high, long low, int length) {
    int chosen = inherited;
    if (Arrays.binarySearch(node.cheapest, inherited) < 0) {
      chosen = node.cheapest[0];
      prefixes.add(new Prefix(new Address(family, high, low), length));
      numbers.add(chosen);
    }
    if (node.halves.length == 2) {
      choose(node.halves[0], chosen, high, low, length + 1);
      choose(node.halves[1], chosen, high | bitHigh(length), low | bitLow(length), length + 1);
    }
  }

  private long bitHigh(int length) {
    return family.bits() == 128 && length < 64 ? 1L << (63 - length) : 0;
  }

  private long bitLow(int length) {
    if (family.bits() == 32) {
      return 1L << (31 - length);
    }
    return length < 64 ? 0 : 1L << (127 - length);
  }

  /** Sorted sets: what both have, or if nothing, what either has. */
  static int[] join(int[] a, int[] b) {
    if (a.length == 1 && b.length == 1) {
      if (a[0] == b[0]) {
        return a;
      }
      return a[0] < b[0] ? new int[] {a[0], b[0]} : new int[] {b[0], a[0]};
    }
    int[] both = Arrays.stream(a).filter(x -> Arrays.binarySearch(b, x) >= 0).toArray();
    if (both.length > 0) {
      return both;
    }
    int[] either = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, either, a.length, b.length);
    Arrays.sort(either);
    return either;
  }
}
