package io.portcullis.compiler.interpret;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftSet;
import java.util.Arrays;
import java.util.BitSet;

/** A set with its elements, numbered as the ruleset lists them, ready to be looked up. */
final class Elements {

  private final int number;
  private final NftSet definition;
  private final PreparedSet keys;
  private final int catchAll;
  private Target[] targets;
  private final byte[][] values;
  private boolean[] counted;
  private final BitSet chains = new BitSet();

  /**
   * Arrays are kept.
   *
   * @param catchAll the number of the catch-all element, or {@link PreparedSet#NONE}
   * @param targets by element, of a verdict map
   * @param values by element, of another map
   * @param counted by element: whether it has a counter
   */
  Elements(
      int number,
      NftSet definition,
      PreparedSet keys,
      int catchAll,
      Target[] targets,
      byte[][] values,
      boolean[] counted) {
    this.number = number;
    this.definition = definition;
    this.keys = keys;
    this.catchAll = catchAll;
    this.targets = targets;
    this.values = values;
    this.counted = counted;
    for (Target target : targets) {
      if (target != null) {
        lead(target);
      }
    }
  }

  private boolean lead(Target target) {
    boolean more = target.chain() >= 0 && !chains.get(target.chain());
    if (more) {
      chains.set(target.chain());
    }
    return more;
  }

  /** Numbers of the chains that elements lead to, or led to before they were taken away. */
  BitSet chains() {
    return chains;
  }

  /** True if elements can come and go: keys without ranges, and if with something, a verdict. */
  boolean changes() {
    return keys instanceof HashedKeys && (isPlain() || definition.isVerdictMap());
  }

  /** True if elements are keys alone. */
  boolean isPlain() {
    return (definition.flags() & NftSet.F_MAP) == 0;
  }

  /** The number of the element with a key, of a set of which {@link #changes} holds. */
  int find(byte[] key) {
    return keys.find(key, 0);
  }

  /**
   * Adds an element whose key is not there.
   *
   * @param target of no meaning where elements are keys alone
   * @return true if it leads to a chain that no other leads to
   */
  boolean add(byte[] key, Target target, boolean counts) {
    HashedKeys hashed = (HashedKeys) keys;
    int at = hashed.count();
    hashed.add(key);
    if (at == counted.length) {
      counted = Arrays.copyOf(counted, at + 1 + at / 8);
    }
    counted[at] = counts;
    if (isPlain()) {
      return false;
    }
    if (at == targets.length) {
      targets = Arrays.copyOf(targets, at + 1 + at / 8);
    }
    targets[at] = target;
    return lead(target);
  }

  /** Takes an element away; the last one gets its number. */
  void remove(int element) {
    HashedKeys hashed = (HashedKeys) keys;
    hashed.remove(element);
    if (!isPlain()) {
      targets[element] = targets[hashed.count()];
    }
    counted[element] = counted[hashed.count()];
  }

  /** How many elements there are, of a set of which {@link #changes} holds. */
  int count() {
    return ((HashedKeys) keys).count();
  }

  /** The key of an element, of a set of which {@link #changes} holds. */
  Bytes key(int element) {
    return Bytes.of(((HashedKeys) keys).key(element));
  }

  /** The number of the set in its ruleset. */
  int number() {
    return number;
  }

  NftSet definition() {
    return definition;
  }

  /** True if there is an element for keys that no other holds. */
  boolean hasCatchAll() {
    return catchAll != PreparedSet.NONE;
  }

  /** Where an element of a verdict map leads; of a plain set, on. */
  Target target(int element) {
    return isPlain() ? Target.CONTINUE : targets[element];
  }

  /** What an element of a data map gives. */
  byte[] value(int element) {
    return values[element];
  }

  /** True if the element has a counter. */
  boolean counts(int element) {
    return counted[element];
  }

  /** The element for a key, the catch-all one if no other holds it: {@code nft_lookup_eval()}. */
  int find(Machine machine, int at) {
    int found =
        machine.narrows ? keys.findKept(machine.bounds, at) : keys.find(machine.registers, at);
    int element = found == PreparedSet.NONE ? catchAll : found;
    machine.trace.lookup(machine.rule, number, element);
    return element;
  }
}
