package io.portcullis.compiler.interpret;

import java.util.Optional;

/** What chains and rules ask of a packet, found when it is asked for and kept until forgotten. */
final class KnownReach {

  private final Program program;
  private Optional<int[]> asks = Optional.empty();
  private Optional<int[]> asksPlainly = Optional.empty();

  /** By rule: whether less is asked from there on than with the one before; empty if not known. */
  private boolean[] asksLess = {};

  KnownReach(Program program) {
    this.program = program;
  }

  /** As {@link RulesetInterpreter#asks}. */
  int[] asks() {
    int[] known = asks.orElseGet(() -> Reach.of(program));
    asks = Optional.of(known);
    if (asksLess.length == 0) {
      asksLess = asksLess(known);
    }
    return known.clone();
  }

  private boolean[] asksLess(int... known) {
    boolean[] out = new boolean[program.places().size()];
    int chains = known.length - out.length;
    for (int rule = 1; rule < out.length; rule++) {
      out[rule] =
          program.chainOf(rule - 1) == program.chainOf(rule)
              && known[chains + rule] != known[chains + rule - 1];
    }
    return out;
  }

  /** As {@link RulesetInterpreter#asksPlainly}. */
  int[] asksPlainly() {
    int[] known = asksPlainly.orElseGet(() -> Reach.plainly(program));
    asksPlainly = Optional.of(known);
    return known.clone();
  }

  /** Whether less is asked from a rule on than with the one before it, as far as that is known. */
  boolean asksLess(int rule) {
    return asksLess.length > 0 && asksLess[rule];
  }

  /** The ruleset has changed. */
  void forget() {
    asks = Optional.empty();
    asksPlainly = Optional.empty();
    asksLess = new boolean[0];
  }
}
