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
 *
 * <p>Only nodes with a change of outcome in either half are kept, in arrays, in the order in which
 * they are come by. Between two of them lie nodes of which one half has one outcome throughout:
 * that of the first or of the last address below, so that they need not be kept. An IPv6 tree would
 * have a hundred nodes for each that is kept.
 */
final class FewestPrefixes {

  private final Family family;
  private final int bits;
  private final Stretches stretches;
  private final boolean counts;
  private final List<Prefix> prefixes = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private int count;

  /** By node: its cheapest outcomes, sorted. */
  private final int[][] cheapest;

  /** By node: the stretch that holds the first address of its right half. */
  private final int[] split;

  /** By node: the node of its right half, if that is one; the left half's is the next. */
  private final int[] right;

  private int nodes;

  /** For so many of the stretches. */
  private FewestPrefixes(Family family, Stretches stretches, int some, boolean counts) {
    this.family = family;
    this.bits = family.bits();
    this.stretches = stretches;
    this.counts = counts;
    // A tree whose leaves are the changes of outcome, each with a node where it is the middle.
    int most = 2 * some;
    this.cheapest = new int[most][];
    this.split = new int[most];
    this.right = new int[most];
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
    FewestPrefixes tables = new FewestPrefixes(set.family(), stretches, stretches.size(), true);
    int unused = tables.work();
    return 1 + tables.count;
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
    FewestPrefixes tables = new FewestPrefixes(family, stretches, stretches.size(), false);
    int otherwise = tables.work();
    return new Numbers(otherwise, tables.prefixes, tables.numbers);
  }

  /** The outcomes that are cheapest for one prefix. */
  static int[] cheapest(SourceTree.Block block, Stretches stretches) {
    int from = block.first(stretches);
    int to = block.last(stretches, from);
    return new FewestPrefixes(block.family(), stretches, to - from + 1, true)
        .build(from, to, block.length());
  }

  /** The entries inside one prefix, where {@code inherited} holds around it. */
  static Numbers inside(SourceTree.Block block, Stretches stretches, int inherited) {
    int from = block.first(stretches);
    int to = block.last(stretches, from);
    FewestPrefixes tables = new FewestPrefixes(block.family(), stretches, to - from + 1, false);
    int[] unused = tables.build(from, to, block.length());
    tables.choose(0, from, to, block.length(), block.high(), block.low(), inherited);
    return new Numbers(inherited, tables.prefixes, tables.numbers);
  }

  static SourceTable of(Family family, Stretches stretches, List<RuleOutcome> outcomes) {
    Numbers found = numbers(family, stretches);
    List<SourceTable.Entry> entries = new ArrayList<>(found.prefixes().size());
    for (int i = 0; i < found.prefixes().size(); i++) {
      entries.add(
          new SourceTable.Entry(found.prefixes().get(i), outcomes.get(found.numbers().get(i))));
    }
    return new SourceTable(outcomes.get(found.otherwise()), entries);
  }

  /** Finds all entries, and the outcome of what none holds. */
  private int work() {
    int last = stretches.size() - 1;
    int otherwise = build(0, last, 0)[0];
    choose(0, 0, last, 0, 0, 0, otherwise);
    return otherwise;
  }

  /**
   * The cheapest outcomes of a prefix.
   *
   * @param from the stretch that holds its first address
   * @param to the stretch that holds its last address
   */
  private int[] build(int from, int to, int length) {
    if (from == to) {
      return new int[] {stretches.outcome(from)};
    }
    int node = nodes++;
    int fork = fork(from, to);
    int at = stretches.holding(forkHigh(to, fork), forkLow(to, fork), from, to);
    split[node] = at;
    int[] left = build(from, leftEnd(at, to, fork), fork + 1);
    right[node] = nodes;
    cheapest[node] = join(left, build(at, to, fork + 1));
    return climb(node, from, to, fork, length);
  }

  /** The stretch that holds the last address of a fork's left half. */
  private int leftEnd(int at, int to, int fork) {
    boolean begins = stretches.compareFirst(at, forkHigh(to, fork), forkLow(to, fork)) == 0;
    return begins ? at - 1 : at;
  }

  /** The length of the longest prefix in which all changes of outcome are. */
  private int fork(int from, int to) {
    long high = stretches.high(from + 1);
    long low = stretches.low(from + 1);
    long differHigh = Bits128.decrementHigh(high, low) ^ stretches.high(to);
    long differLow = (low - 1) ^ stretches.low(to);
    if (bits == 32) {
      return Long.numberOfLeadingZeros(differLow) - 32;
    }
    return differHigh != 0
        ? Long.numberOfLeadingZeros(differHigh)
        : 64 + Long.numberOfLeadingZeros(differLow);
  }

  /** The first address of the right half of the prefix of a length around a stretch's start. */
  private long forkHigh(int to, int fork) {
    return (stretches.high(to) & Bits128.maskHigh(bits, fork)) | bitHigh(fork);
  }

  private long forkLow(int to, int fork) {
    return (stretches.low(to) & Bits128.maskLow(bits, fork)) | bitLow(fork);
  }

  /** True if the fork lies in the right half of the prefix of {@code length} around it. */
  private boolean isRight(int to, int length) {
    return (stretches.high(to) & bitHigh(length)) != 0 || (stretches.low(to) & bitLow(length)) != 0;
  }

  /** From a fork's cheapest outcomes to those of a shorter prefix around it. */
  private int[] climb(int node, int from, int to, int fork, int length) {
    int[] set = cheapest[node];
    int first = stretches.outcome(from);
    int last = stretches.outcome(to);
    for (int k = fork - 1; k >= length; k--) {
      if (first == last && set.length == 1 && set[0] == first) {
        return set;
      }
      set = join(new int[] {isRight(to, k) ? first : last}, set);
    }
    return set;
  }

  private void choose(int node, int from, int to, int length, long high, long low, int inherited) {
    if (from == to) {
      if (stretches.outcome(from) != inherited) {
        add(high, low, length, stretches.outcome(from));
      }
      return;
    }
    descend(node, from, to, fork(from, to), length, inherited);
  }

  /** Goes from a prefix around a fork down to the fork, and on. */
  private void descend(int node, int from, int to, int fork, int length, int inherited) {
    int first = stretches.outcome(from);
    int last = stretches.outcome(to);
    int at = first == last && inherited == first ? fork : length;
    int[] set = climb(node, from, to, fork, at);
    long high = stretches.high(to) & Bits128.maskHigh(bits, at);
    long low = stretches.low(to) & Bits128.maskLow(bits, at);
    int chosen = inherited;
    if (Arrays.binarySearch(set, inherited) < 0) {
      chosen = set[0];
      add(high, low, at, chosen);
    }
    if (at == fork) {
      int middle = split[node];
      choose(node + 1, from, leftEnd(middle, to, fork), fork + 1, high, low, chosen);
      choose(right[node], middle, to, fork + 1, high | bitHigh(fork), low | bitLow(fork), chosen);
    } else if (isRight(to, at)) {
      choose(node, from, from, at + 1, high, low, chosen);
      descend(node, from, to, fork, at + 1, chosen);
    } else {
      descend(node, from, to, fork, at + 1, chosen);
      choose(node, to, to, at + 1, high | bitHigh(at), low | bitLow(at), chosen);
    }
  }

  private void add(long high, long low, int length, int number) {
    count++;
    if (!counts) {
      prefixes.add(new Prefix(new Address(family, high, low), length));
      numbers.add(number);
    }
  }

  private long bitHigh(int length) {
    return bits == 128 && length < 64 ? 1L << (63 - length) : 0;
  }

  private long bitLow(int length) {
    if (bits == 32) {
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
