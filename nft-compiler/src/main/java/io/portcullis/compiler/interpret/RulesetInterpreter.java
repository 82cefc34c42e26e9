package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.packet.Packet;

/**
 * Runs a ruleset on packets as {@code nft_do_chain()} does: expressions in order until one breaks
 * the rule or gives a verdict, a stack of at most sixteen jumps, and at the end of the base chain
 * its policy. Sets are arranged once, so that a run costs about a microsecond.
 *
 * <p>Not for use by more than one thread.
 */
public final class RulesetInterpreter {

  /** {@code NFT_JUMP_STACK_SIZE}. */
  private static final int JUMP_STACK_SIZE = 16;

  /** Rules in one run; the kernel refuses loops, a hand-made ruleset may have them. */
  private static final int MAX_STEPS = 1 << 20;

  private static final boolean[] NO_STOPS = {};

  private final Program program;
  private final Machine machine = new Machine();
  private final int[] stackChain = new int[JUMP_STACK_SIZE];
  private final int[] stackRule = new int[JUMP_STACK_SIZE];

  /**
   * Prepares a ruleset of family inet with one base chain, at prerouting.
   *
   * @throws UnsupportedExpressionException if it holds anything whose effect is not a function of
   *     the packet
   */
  public RulesetInterpreter(Ruleset ruleset) {
    program = new Program(ruleset);
  }

  /**
   * What the ruleset does with a packet.
   *
   * @throws UnsupportedExpressionException if that depends on more than the packet is known for
   */
  public Interpretation run(Packet packet) {
    Trace trace = new Trace();
    boolean dropped = run(packet, trace);
    return new Retelling(program, trace).of(dropped);
  }

  /** The place of the rule with that number in a {@link Trace}. */
  public Place placeOf(int rule) {
    return program.places().get(rule);
  }

  /** How many rules there are; they are numbered from 0. */
  public int ruleCount() {
    return program.places().size();
  }

  /**
   * What each chain and all it may lead to ask of a packet, by chain number, as {@link
   * Dimension#bit}s. That a load of bytes also depends on the family, and one of ports on whether
   * the protocol is known, is not counted.
   */
  public int[] asks() {
    return Reach.of(program);
  }

  /** As {@link #run(Packet)}, without allocating: true if dropped, the rest is in {@code trace}. */
  public boolean run(Packet packet, Trace trace) {
    trace.clear();
    machine.load(packet);
    machine.trace = trace;
    machine.narrows = false;
    return run(trace);
  }

  /**
   * As {@link #run(Packet, Trace)}, and narrows {@code region} to packets that would have gone the
   * same way.
   *
   * @param region of which {@code packet} is the lowest corner
   */
  public boolean run(Packet packet, Trace trace, Region region) {
    trace.clear();
    machine.load(packet);
    machine.trace = trace;
    machine.narrows = true;
    machine.origins.start(region);
    return run(trace);
  }

  /**
   * As {@link #run(Packet, Trace, Region)}, for a part of the way: from a rule, reached without a
   * way back, up to one of several. Where it stopped is in {@link Trace#stop}, which is {@link
   * Trace#NONE} if the packet came to a verdict before.
   *
   * @param start the number of the first rule; {@link Trace#NONE} for the base chain's
   * @param stops by rule number: true where to stop, if that rule is reached without a way back
   */
  public boolean run(Packet packet, Trace trace, Region region, int start, boolean[] stops) {
    trace.clear();
    machine.load(packet);
    machine.trace = trace;
    machine.narrows = true;
    machine.origins.start(region);
    int chain = start == Trace.NONE ? program.base() : program.chainOf(start);
    int rule = start == Trace.NONE ? 0 : start - program.firstRule(chain);
    return run(trace, chain, rule, stops);
  }

  private boolean run(Trace trace) {
    return run(trace, program.base(), 0, NO_STOPS);
  }

  private boolean run(Trace trace, int firstChain, int firstRule, boolean[] stops) {
    int chain = firstChain;
    int rule = firstRule;
    int depth = 0;
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      Op[][] rules = program.chain(chain);
      if (depth == 0 && steps > 0 && stopsAt(stops, chain, rule)) {
        trace.stopped(program.firstRule(chain) + rule);
        return false;
      }
      int code = rule < rules.length ? step(chain, rules, rule++) : Verdict.NFT_RETURN;
      switch (code) {
        case Verdict.NF_DROP, Verdict.NF_ACCEPT -> {
          trace.decided(machine.rule);
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
          noteEntry(trace, chain, depth, stops);
        }
        case Verdict.NFT_GOTO -> {
          chain = machine.verdict.chain();
          rule = 0;
          noteEntry(trace, chain, depth, stops);
        }
        case Verdict.NFT_RETURN -> {
          if (depth == 0) {
            return program.dropsAtEnd();
          }
          chain = stackChain[--depth];
          rule = stackRule[depth];
        }
        default -> {}
      }
    }
    throw new UnsupportedExpressionException("the ruleset's chains go round in a circle");
  }

  /** Of a chain from which there is no way back, or only one to where the run stops. */
  private void noteEntry(Trace trace, int chain, int depth, boolean[] stops) {
    if (!machine.narrows) {
      return;
    }
    if (depth == 0) {
      trace.entered(chain, machine.origins.asked(), Trace.NONE);
    } else if (depth == 1 && stopsAt(stops, stackChain[0], stackRule[0])) {
      int back = program.firstRule(stackChain[0]) + stackRule[0];
      trace.entered(chain, machine.origins.asked(), back);
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
    for (Op op : rules[rule]) {
      int result = op.run(machine);
      if (result == Op.BREAK) {
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
