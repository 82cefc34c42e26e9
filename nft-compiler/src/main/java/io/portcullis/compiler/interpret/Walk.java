package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.Verdict;

/**
 * One packet's way through chains and rules, as {@code nft_do_chain()} has it go: expressions in
 * order until one breaks the rule or gives a verdict, a stack of jumps, the base chain's policy at
 * the end. Notes on the way where a region's packets come together again.
 */
final class Walk {

  /** {@code NFT_JUMP_STACK_SIZE}. */
  static final int JUMP_STACK_SIZE = 16;

  /** Rules in one run; the kernel refuses loops, a hand-made ruleset may have them. */
  private static final int MAX_STEPS = 1 << 20;

  private final Program program;
  private final Machine machine;
  private final KnownReach reach;
  private final KnownBreaks breaks;
  private final int[] stackChain = new int[JUMP_STACK_SIZE];
  private final int[] stackRule = new int[JUMP_STACK_SIZE];

  Walk(Program program, Machine machine, KnownReach reach, KnownBreaks breaks) {
    this.program = program;
    this.machine = machine;
    this.reach = reach;
    this.breaks = breaks;
  }

  /**
   * Goes from a place to a verdict, or up to a rule; the machine has the packet and the trace.
   *
   * @param stops by rule number: where to stop, if that rule is reached with no other ways back
   *     than the outer ones of {@code start}; none if empty
   * @return true if the packet is dropped
   */
  boolean run(Position start, boolean[] stops) {
    Trace trace = machine.trace;
    int depth = start.depth();
    // No way back was opened or used below this depth.
    int kept = depth;
    for (int i = 0; i < depth; i++) {
      stackChain[i] = start.chain(i);
      stackRule[i] = start.rule(i);
    }
    int chain = start.chain(depth);
    int rule = start.rule(depth);
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      Op[][] rules = program.chain(chain);
      if (depth == kept && steps > 0 && stopsAt(stops, chain, rule)) {
        trace.stopped(program.firstRule(chain) + rule, depth);
        return false;
      }
      if (depth == 0 && machine.narrows) {
        noteRest(trace, chain, rule, rules.length);
      }
      int code = rule < rules.length ? step(chain, rules, rule++) : Verdict.NFT_RETURN;
      switch (code) {
        case Verdict.NF_DROP, Verdict.NF_ACCEPT -> {
          trace.decided(machine.rule, machine.verdict.comment());
          return code == Verdict.NF_DROP;
        }
        case Verdict.NFT_JUMP -> {
          if (depth == JUMP_STACK_SIZE) {
            return true;
          }
          stackChain[depth] = chain;
          stackRule[depth++] = rule;
          chain = machine.verdict.chain();
          rule = 0;
          noteEntry(trace, chain, depth, kept, stops);
        }
        case Verdict.NFT_GOTO -> {
          chain = machine.verdict.chain();
          rule = 0;
          noteEntry(trace, chain, depth, kept, stops);
        }
        case Verdict.NFT_RETURN -> {
          if (depth == 0) {
            return program.dropsAtEnd();
          }
          chain = stackChain[--depth];
          rule = stackRule[depth];
          kept = Math.min(kept, depth);
        }
        default -> {}
      }
    }
    throw new UnsupportedExpressionException("the ruleset's chains go round in a circle");
  }

  /** Of a chain from which there is no way back, or only one to where the run stops. */
  private void noteEntry(Trace trace, int chain, int depth, int kept, boolean[] stops) {
    if (!machine.narrows || depth > kept + 1) {
      return;
    }
    if (depth == 0) {
      trace.entered(chain, machine.origins.asked(), Trace.NONE);
    } else if (stopsAt(stops, stackChain[depth - 1], stackRule[depth - 1])) {
      int back = program.firstRule(stackChain[depth - 1]) + stackRule[depth - 1];
      trace.entered(chain, machine.origins.asked(), back);
    }
  }

  /** Of a rule from which on less is asked, where there is no way back. */
  private void noteRest(Trace trace, int chain, int rule, int rules) {
    int number = program.firstRule(chain) + rule;
    if (rule < rules && reach.asksLess(number)) {
      trace.entered(program.chainNames().size() + number, machine.origins.asked(), Trace.NONE);
    }
  }

  private boolean stopsAt(boolean[] stops, int chain, int rule) {
    return stops.length > 0
        && rule < program.chain(chain).length
        && stops[program.firstRule(chain) + rule];
  }

  /** Runs one rule; gives {@code NFT_CONTINUE} or a verdict that is left in the machine. */
  private int step(int chain, Op[][] rules, int rule) {
    machine.rule = program.firstRule(chain) + rule;
    // Of groups, who asks has to say so each time.
    boolean remembers = machine.narrows && !machine.origins.region().isGrouped();
    if (remembers && breaks.hold(machine.rule, machine.origins.region())) {
      return Verdict.NFT_CONTINUE;
    }
    int logs = machine.trace.logCount();
    machine.origins.region().mark();
    for (Op op : rules[rule]) {
      int result = op.run(machine);
      if (result == Op.BREAK) {
        if (remembers && logs == machine.trace.logCount()) {
          breaks.note(machine.rule, machine.origins.region());
        }
        return Verdict.NFT_CONTINUE;
      }
      if (result == Op.VERDICT) {
        machine.trace.rule(machine.rule);
        return machine.verdict.code();
      }
    }
    machine.trace.rule(machine.rule);
    return Verdict.NFT_CONTINUE;
  }
}
