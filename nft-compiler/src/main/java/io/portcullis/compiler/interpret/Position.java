package io.portcullis.compiler.interpret;

import java.util.Arrays;

/**
 * Where a packet is between two rules: the rule that is next, and the ways back that jumps opened,
 * the outermost first. Nothing else is carried from rule to rule, since none may read a register
 * that it did not write itself.
 */
public final class Position {

  private final int[] chains;
  private final int[] rules;

  private Position(int[] chains, int[] rules) {
    this.chains = chains;
    this.rules = rules;
  }

  /** At a chain's first rule, with no way back. */
  static Position of(int chain) {
    return new Position(new int[] {chain}, new int[] {0});
  }

  /** How many ways back there are. */
  public int depth() {
    return chains.length - 1;
  }

  /** The chain of the next rule. */
  public int chain() {
    return chains[depth()];
  }

  /** The chain of a way back, or of the next rule at {@link #depth}. */
  int chain(int depth) {
    return chains[depth];
  }

  /** The rule there, by its place in its chain. */
  int rule(int depth) {
    return rules[depth];
  }

  /** Some of the outer ways back, and another rule. */
  Position at(int depth, int chain, int rule) {
    int[] newChains = Arrays.copyOf(chains, depth + 1);
    int[] newRules = Arrays.copyOf(rules, depth + 1);
    newChains[depth] = chain;
    newRules[depth] = rule;
    return new Position(newChains, newRules);
  }

  /** The rule that a way back leads to, with the ways back from there. */
  public Position back(int depth) {
    return at(depth, chains[depth], rules[depth]);
  }

  /** In a chain that the rule here jumps to. */
  Position jump(int chain) {
    int[] newChains = Arrays.copyOf(chains, chains.length + 1);
    int[] newRules = Arrays.copyOf(rules, rules.length + 1);
    newRules[depth()]++;
    newChains[chains.length] = chain;
    return new Position(newChains, newRules);
  }

  /** True if the next rules of both are in one chain, with the same ways back. */
  public boolean isBeside(Position other) {
    int depth = depth();
    return Arrays.equals(chains, other.chains)
        && Arrays.equals(rules, 0, depth, other.rules, 0, depth);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position position
        && Arrays.equals(chains, position.chains)
        && Arrays.equals(rules, position.rules);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(chains) + Arrays.hashCode(rules);
  }
}
