package io.portcullis.compiler.interpret;

/**
 * Where a run is between two rules: as {@link Position}, with what is known of the way there.
 * Mutable, to be used again without allocating.
 */
final class Spot {

  int chain;

  /** The next rule, by its place in its chain. */
  int rule;

  /** How many ways back there are. */
  int depth;

  /** No way back was opened or used below this depth. */
  int kept;

  /** The rule of {@link Gates} that is not asked yet; {@link Trace#NONE} if there is none. */
  int gate;

  /** Rules that were run, or chains that ended, since the beginning. */
  int steps;

  private final int[] stackChain = new int[Walk.JUMP_STACK_SIZE];
  private final int[] stackRule = new int[Walk.JUMP_STACK_SIZE];

  /** The beginning of a run. */
  void start(Position from) {
    depth = from.depth();
    kept = depth;
    steps = 0;
    gate = Trace.NONE;
    for (int i = 0; i < depth; i++) {
      stackChain[i] = from.chain(i);
      stackRule[i] = from.rule(i);
    }
    chain = from.chain(depth);
    rule = from.rule(depth);
  }

  /** Becomes as another one. */
  void set(Spot other) {
    chain = other.chain;
    rule = other.rule;
    depth = other.depth;
    kept = other.kept;
    steps = other.steps;
    gate = other.gate;
    System.arraycopy(other.stackChain, 0, stackChain, 0, depth);
    System.arraycopy(other.stackRule, 0, stackRule, 0, depth);
  }

  /** At a chain's first rule. */
  void enter(int to) {
    chain = to;
    rule = 0;
  }

  /** The same, with a way back to the next rule here. */
  void jump(int to) {
    stackChain[depth] = chain;
    stackRule[depth++] = rule;
    enter(to);
  }

  /** Goes the last way back. */
  void back() {
    chain = stackChain[--depth];
    rule = stackRule[depth];
    kept = Math.min(kept, depth);
  }

  /** The chain of the last way back. */
  int chainBack() {
    return stackChain[depth - 1];
  }

  /** The rule of the last way back. */
  int ruleBack() {
    return stackRule[depth - 1];
  }
}
