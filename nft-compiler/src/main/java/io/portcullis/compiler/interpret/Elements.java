package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.NftSet;

/** A set with its elements, numbered as the ruleset lists them, ready to be looked up. */
final class Elements {

  private final int number;
  private final NftSet definition;
  private final PreparedSet keys;
  private final int catchAll;
  private final Target[] targets;
  private final byte[][] values;
  private final boolean[] counted;

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

  /** Where an element of a verdict map leads. */
  Target target(int element) {
    return targets[element];
  }

  /** Where the elements of a verdict map lead; null for the ends of intervals. */
  Target[] targets() {
    return targets;
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
    int found = keys.find(machine.registers, at);
    if (machine.narrows) {
      keys.narrow(machine.bounds, at, found);
    }
    int element = found == PreparedSet.NONE ? catchAll : found;
    machine.trace.lookup(machine.rule, number, element);
    return element;
  }
}
