package io.portcullis.compiler.model;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** As {@link FewestPrefixes}, by a tree with a node for every bit: plain, slow and large. */
final class PlainPrefixes {

  private final Family family;
  private final Stretches stretches;
  private final List<Prefix> prefixes = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  private PlainPrefixes(Family family, Stretches stretches) {
    this.family = family;
    this.stretches = stretches;
  }

  static FewestPrefixes.Numbers numbers(Family family, Stretches stretches) {
    PlainPrefixes tables = new PlainPrefixes(family, stretches);
    Node root = tables.build(0, 0, 0, 0);
    int otherwise = root.cheapest[0];
    tables.choose(root, otherwise, 0, 0, 0);
    return new FewestPrefixes.Numbers(otherwise, tables.prefixes, tables.numbers);
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
    int first = stretches.holding(high, low, from, stretches.size() - 1);
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
  private static int[] join(int[] a, int[] b) {
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
