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
 * A source table of many entries that can be made anew where sources changed. It keeps, for each
 * prefix with many stretches of addresses inside, which outcomes are cheapest there ({@link
 * FewestPrefixes}); what is inside of the others is found again when asked for.
 */
public final class SourceTree {

  /** Prefixes with so many stretches, or fewer, are not divided. */
  private static final int FEW = 64;

  private final Family family;
  private final List<ClassRule> rules;
  private final OutcomeNumbers outcomes;
  private final int few;
  private final Node root;

  private SourceTree(
      Family family, List<ClassRule> rules, OutcomeNumbers outcomes, int few, Node root) {
    this.family = family;
    this.rules = rules;
    this.outcomes = outcomes;
    this.few = few;
    this.root = root;
  }

  /** The tree of rules, in order, of each of which {@link ClassRule#onlySource} holds. */
  public static SourceTree of(List<ClassRule> rules, Family family) {
    return of(rules, family, FEW);
  }

  /** The same, where prefixes with at most {@code few} stretches are not divided. */
  static SourceTree of(List<ClassRule> rules, Family family, int few) {
    OutcomeNumbers outcomes = new OutcomeNumbers();
    Stretches all = LocalStretches.of(rules, family, Block.all(family), outcomes);
    return new SourceTree(family, rules, outcomes, few, build(Block.all(family), all, few));
  }

  /** A prefix, with its halves where they are kept. */
  private static final class Node {

    private final int[] cheapest;
    private final List<Node> halves;

    Node(int[] cheapest, List<Node> halves) {
      this.cheapest = cheapest;
      this.halves = halves;
    }

    int[] cheapest() {
      return cheapest;
    }

    List<Node> halves() {
      return halves;
    }

    boolean isDivided() {
      return !halves.isEmpty();
    }
  }

  /** The outcome of sources that no entry holds. */
  public RuleOutcome otherwise() {
    return outcomes.of(root.cheapest()[0]);
  }

  private static Node build(Block block, Stretches stretches, int few) {
    int first = block.first(stretches);
    if (block.last(stretches, first) - first < few) {
      return new Node(FewestPrefixes.cheapest(block, stretches), List.of());
    }
    return joined(build(block.half(0), stretches, few), build(block.half(1), stretches, few));
  }

  private static Node joined(Node left, Node right) {
    return new Node(FewestPrefixes.join(left.cheapest(), right.cheapest()), List.of(left, right));
  }

  /**
   * The tree of the same rules with other sources.
   *
   * @param others the rules, of which {@code changed} sources are held by others than before
   */
  public SourceTree with(List<ClassRule> others, AddressSet changed) {
    Node next = rebuilt(root, Block.all(family), others, changed);
    return new SourceTree(family, others, outcomes, few, next);
  }

  private Node rebuilt(Node node, Block block, List<ClassRule> others, AddressSet changed) {
    if (!block.meets(changed)) {
      return node;
    }
    if (node.isDivided()) {
      return joined(
          rebuilt(node.halves().get(0), block.half(0), others, changed),
          rebuilt(node.halves().get(1), block.half(1), others, changed));
    }
    return build(block, LocalStretches.of(others, family, block, outcomes), few);
  }

  /**
   * Entries that differ from those of the tree that this was made of.
   *
   * @param gone those of before
   * @param come those of now, some of the same prefixes
   */
  public record Changes(List<SourceTable.Entry> gone, List<SourceTable.Entry> come) {}

  /** What changed since {@code before}, of which this was made. */
  public Changes since(SourceTree before) {
    List<SourceTable.Entry> gone = new ArrayList<>();
    List<SourceTable.Entry> come = new ArrayList<>();
    int was = before.root.cheapest()[0];
    int is = root.cheapest()[0];
    compare(before, before.root, was, root, is, Block.all(family), gone, come);
    return new Changes(gone, come);
  }

  private void compare(
      SourceTree before,
      Node one,
      int inheritedOne,
      Node other,
      int inheritedOther,
      Block block,
      List<SourceTable.Entry> gone,
      List<SourceTable.Entry> come) {
    if (same(one, other) && inheritedOne == inheritedOther) {
      return;
    }
    List<SourceTable.Entry> was = new ArrayList<>();
    List<SourceTable.Entry> is = new ArrayList<>();
    if (one.isDivided() && other.isDivided()) {
      int chosenOne = chosen(one, inheritedOne, block, was);
      int chosenOther = chosen(other, inheritedOther, block, is);
      for (int half = 0; half < 2; half++) {
        compare(
            before,
            one.halves().get(half),
            chosenOne,
            other.halves().get(half),
            chosenOther,
            block.half(half),
            gone,
            come);
      }
    } else {
      before.entries(one, inheritedOne, block, was);
      entries(other, inheritedOther, block, is);
    }
    was.stream().filter(entry -> !is.contains(entry)).forEach(gone::add);
    is.stream().filter(entry -> !was.contains(entry)).forEach(come::add);
  }

  @SuppressWarnings("ReferenceEquality") // What did not change is shared.
  private static boolean same(Node one, Node other) {
    return one == other;
  }

  /** The outcome that halves inherit; an entry is added if it is not the one inherited. */
  private int chosen(Node node, int inherited, Block block, List<SourceTable.Entry> out) {
    if (Arrays.binarySearch(node.cheapest(), inherited) >= 0) {
      return inherited;
    }
    int chosen = node.cheapest()[0];
    out.add(new SourceTable.Entry(block.prefix(), outcomes.of(chosen)));
    return chosen;
  }

  /** The entries inside of a prefix, and those that hold it. */
  public List<SourceTable.Entry> around(Prefix prefix) {
    List<SourceTable.Entry> out = new ArrayList<>();
    around(root, root.cheapest()[0], Block.all(family), prefix, out);
    return out;
  }

  private void around(
      Node node, int inherited, Block block, Prefix prefix, List<SourceTable.Entry> out) {
    if (!block.prefix().meets(prefix)) {
      return;
    }
    if (node.isDivided()) {
      int chosen = chosen(node, inherited, block, out);
      around(node.halves().get(0), chosen, block.half(0), prefix, out);
      around(node.halves().get(1), chosen, block.half(1), prefix, out);
      return;
    }
    List<SourceTable.Entry> inside = new ArrayList<>();
    entries(node, inherited, block, inside);
    inside.stream().filter(entry -> entry.prefix().meets(prefix)).forEach(out::add);
  }

  private void entries(Node node, int inherited, Block block, List<SourceTable.Entry> out) {
    if (node.isDivided()) {
      int chosen = chosen(node, inherited, block, out);
      entries(node.halves().get(0), chosen, block.half(0), out);
      entries(node.halves().get(1), chosen, block.half(1), out);
      return;
    }
    FewestPrefixes.Numbers found =
        FewestPrefixes.inside(block, LocalStretches.of(rules, family, block, outcomes), inherited);
    for (int i = 0; i < found.prefixes().size(); i++) {
      out.add(new SourceTable.Entry(found.prefixes().get(i), outcomes.of(found.numbers().get(i))));
    }
  }

  /** A prefix as numbers. */
  record Block(Family family, long high, long low, int length) {

    static Block all(Family family) {
      return new Block(family, 0, 0, 0);
    }

    Prefix prefix() {
      return new Prefix(new Address(family, high, low), length);
    }

    long lastHigh() {
      return family.bits() == 32 ? 0 : high | ~Bits128.maskHigh(128, length);
    }

    long lastLow() {
      long last = low | ~Bits128.maskLow(family.bits(), length);
      return family.bits() == 32 ? last & 0xffffffffL : last;
    }

    /** The stretch that holds its first address. */
    int first(Stretches stretches) {
      return stretches.holding(high, low, 0, stretches.size() - 1);
    }

    /** The stretch that holds its last address, from stretch {@code from} on. */
    int last(Stretches stretches, int from) {
      return stretches.holding(lastHigh(), lastLow(), from, stretches.size() - 1);
    }

    Block half(int number) {
      int bit = family.bits() - 1 - length;
      long one = number == 0 ? 0 : 1L << (bit & 63);
      return new Block(
          family, bit < 64 ? high : high | one, bit < 64 ? low | one : low, length + 1);
    }

    /** True if any address of a set is in it. */
    boolean meets(AddressSet set) {
      int at = set.floor(lastHigh(), lastLow());
      return at >= 0 && Bits128.compare(set.lastHigh(at), set.lastLow(at), high, low) >= 0;
    }
  }
}
