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
  private final Gates gates;
  private final Spot at = new Spot();

  Walk(Program program, Machine machine, KnownReach reach, KnownBreaks breaks) {
    this.program = program;
    this.machine = machine;
    this.reach = reach;
    this.breaks = breaks;
    this.gates = Gates.of(program);
  }

  /**
   * Goes from a place to a verdict, or up to a rule; the machine has the packet and the trace.
   *
   * @param stops by rule number: where to stop, if that rule is reached with no other ways back
   *     than the outer ones of {@code start}; none if empty
   * @param fork is moved along until what varies there is asked for
   * @return true if the packet is dropped
   */
  boolean run(Position start, boolean[] stops, Fork fork) {
    at.start(start);
    return go(stops, fork);
  }

  /** The same from where the ways of such packets part. */
  boolean onwards(Fork fork, boolean[] stops) {
    at.set(fork.at());
    return go(stops, Fork.NONE);
  }

  private boolean go(boolean[] stops, Fork fork) {
    Trace trace = machine.trace;
    for (; at.steps < MAX_STEPS; at.steps++) {
      fork.pass(at, machine.origins.region(), trace);
      Op[][] rules = program.chain(at.chain);
      boolean isGated = at.gate != Trace.NONE;
      if (at.depth == at.kept && at.steps > 0 && !isGated && stopsAt(stops, at.chain, at.rule)) {
        trace.stopped(program.firstRule(at.chain) + at.rule, at.depth);
        return false;
      }
      if (at.depth == 0 && machine.narrows && !isGated) {
        noteRest(trace, at.chain, at.rule, rules.length);
      }
      int code = at.rule < rules.length ? next(rules) : Verdict.NFT_RETURN;
      switch (code) {
        case Verdict.NF_DROP, Verdict.NF_ACCEPT -> {
          trace.decided(machine.rule, machine.verdict.comment());
          return code == Verdict.NF_DROP;
        }
        case Verdict.NFT_JUMP -> {
          if (at.depth == JUMP_STACK_SIZE) {
            return true;
          }
          at.jump(machine.verdict.chain());
          noteEntry(trace, stops);
        }
        case Verdict.NFT_GOTO -> {
          at.enter(machine.verdict.chain());
          noteEntry(trace, stops);
        }
        case Verdict.NFT_RETURN -> {
          if (at.depth == 0) {
            return program.dropsAtEnd();
          }
          at.back();
        }
        default -> {}
      }
    }
    throw new UnsupportedExpressionException("the ruleset's chains go round in a circle");
  }

  /** Of a chain from which there is no way back, or only one to where the run stops. */
  private void noteEntry(Trace trace, boolean[] stops) {
    if (!machine.narrows || at.depth > at.kept + 1) {
      return;
    }
    if (at.depth == 0) {
      trace.entered(at.chain, machine.origins.asked(), Trace.NONE);
    } else if (stopsAt(stops, at.chainBack(), at.ruleBack())) {
      int back = program.firstRule(at.chainBack()) + at.ruleBack();
      trace.entered(at.chain, machine.origins.asked(), back);
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

  /** Runs the next rule, with a region as {@link Gates} says; gives what {@link #step} does. */
  private int next(Op[][] rules) {
    int first = program.firstRule(at.chain);
    int rule = at.rule++;
    if (machine.narrows && at.gate == Trace.NONE && gates.last(first + rule) != Trace.NONE) {
      at.gate = first + rule;
      return Verdict.NFT_CONTINUE;
    }
    boolean isLast = at.gate != Trace.NONE && gates.last(at.gate) == first + rule;
    int code = step(at.chain, rules, rule);
    if (at.gate == Trace.NONE || code == Verdict.NFT_CONTINUE) {
      return code;
    }
    int gate = at.gate;
    at.gate = Trace.NONE;
    return isLast ? code : gated(rules, gate - first, code);
  }

  /** What becomes of a packet for which a map has a verdict: the same, if the set before has it. */
  private int gated(Op[][] rules, int gate, int code) {
    Target verdict = machine.verdict;
    int rule = machine.rule;
    int instead = step(at.chain, rules, gate);
    if (instead != Verdict.NFT_CONTINUE) {
      return instead;
    }
    machine.verdict = verdict;
    machine.rule = rule;
    return code;
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
