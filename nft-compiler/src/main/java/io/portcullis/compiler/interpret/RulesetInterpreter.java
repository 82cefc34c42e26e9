package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs a ruleset on packets as {@code nft_do_chain()} does: expressions in order until one breaks
 * the rule or gives a verdict, a stack of at most sixteen jumps, and at the end of the base chain
 * its policy. Sets are arranged once, so that a run costs about a microsecond.
 *
 * <p>Not for use by more than one thread.
 */
public final class RulesetInterpreter {

  /** {@code NFT_JUMP_STACK_SIZE}. */
  static final int JUMP_STACK_SIZE = 16;

  /** Rules in one run; the kernel refuses loops, a hand-made ruleset may have them. */
  private static final int MAX_STEPS = 1 << 20;

  private static final boolean[] NO_STOPS = {};

  private final Program program;
  private Optional<int[]> asks = Optional.empty();

  /** By rule: whether less is asked from there on than with the one before; empty if not known. */
  private boolean[] asksLess = {};

  private Optional<int[]> asksPlainly = Optional.empty();
  private final Machine machine = new Machine();
  private final KnownBreaks breaks;
  private final int[] stackChain = new int[JUMP_STACK_SIZE];
  private final int[] stackRule = new int[JUMP_STACK_SIZE];

  /**
   * Prepares a ruleset of family inet with one base chain, at prerouting.
   *
   * @throws UnsupportedExpressionException if it holds anything whose effect is not a function of
   *     the packet
   */
  public RulesetInterpreter(Ruleset ruleset) {
    this(new Program(ruleset, false));
  }

  private RulesetInterpreter(Program program) {
    this.program = program;
    this.breaks = new KnownBreaks(program.places().size());
  }

  /**
   * The same for packets that come with their bytes, of which a ruleset may ask anything that is in
   * them: what lies beyond their end, or in no header that they have, breaks the rule.
   */
  public static RulesetInterpreter ofDatagrams(Ruleset ruleset) {
    return new RulesetInterpreter(new Program(ruleset, true));
  }

  /** What a ruleset that was prepared so does with a packet. */
  public Interpretation run(Packet packet, Datagram datagram) {
    machine.datagram = datagram;
    return run(packet);
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

  /** How many comments elements that give verdicts have, or have had. */
  public int commentCount() {
    return program.commentCount();
  }

  /** The number of a comment in a {@link Trace}; empty if no element has had it. */
  public OptionalInt commentNumber(String comment) {
    return program.commentNumber(comment);
  }

  /** How many rules there are; they are numbered from 0. */
  public int ruleCount() {
    return program.places().size();
  }

  /**
   * What each chain and all it may lead to ask of a packet, by chain number, as {@link
   * Dimension#bit}s; and behind these, by rule number, the same of a rule and all after it. That a
   * load of bytes also depends on the family, and one of ports on whether the protocol is known, is
   * not counted.
   */
  public int[] asks() {
    int[] known = asks.orElseGet(() -> Reach.of(program));
    asks = Optional.of(known);
    if (asksLess.length == 0) {
      asksLess = asksLess(known);
    }
    return known.clone();
  }

  private boolean[] asksLess(int... known) {
    boolean[] out = new boolean[ruleCount()];
    int chains = known.length - out.length;
    for (int rule = 1; rule < out.length; rule++) {
      out[rule] = sameChain(rule - 1, rule) && known[chains + rule] != known[chains + rule - 1];
    }
    return out;
  }

  /** As {@link #asks()}, but for addresses of which only {@link Question}s are asked. */
  public int[] asksPlainly() {
    int[] known = asksPlainly.orElseGet(() -> Reach.plainly(program));
    asksPlainly = Optional.of(known);
    return known.clone();
  }

  /**
   * The addresses of which a question holds.
   *
   * @param of which address of the packet, of a family of which the question is one
   * @param most answers to go through; empty if there are more
   */
  public Optional<AddressSet> holds(Question question, Dimension of, Family family, int most) {
    return new Answers(machine, question, of, family).all(most);
  }

  /**
   * Adds and deletes elements of hash maps, as a transaction of these operations would. Nothing
   * else is prepared anew. Elements whose chain is no longer led to may be counted in {@link #asks}
   * still.
   *
   * @return the way back; empty, and nothing changes, if it is more than that, or could not be done
   */
  public Optional<ElementEdits> apply(List<NftOperation> operations) {
    breaks.forget();
    ElementEdits edits = new ElementEdits(program, this::forgetAsks, breaks::forget);
    return edits.all(operations) ? Optional.of(edits) : Optional.empty();
  }

  private void forgetAsks() {
    asks = Optional.empty();
    asksPlainly = Optional.empty();
    asksLess = new boolean[0];
  }

  /** The chains that elements of a set lead to, or have led to. */
  public List<String> chainsOf(String set) {
    List<String> names = program.chainNames();
    return program.set(set).orElseThrow().chains().stream().mapToObj(names::get).toList();
  }

  /**
   * The keys of a hash map's elements that lead to a chain, ascending; empty if the set is not such
   * a map.
   */
  public Optional<List<Bytes>> keysTo(String set, String chain) {
    Elements elements = program.set(set).orElseThrow();
    if (!elements.changes()) {
      return Optional.empty();
    }
    int number = program.chainNames().indexOf(chain);
    List<Bytes> out = new ArrayList<>();
    for (int i = 0; i < elements.count(); i++) {
      if (elements.target(i).chain() == number) {
        out.add(elements.key(i));
      }
    }
    out.sort(null);
    return Optional.of(out);
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

  /** Where every packet starts. */
  public Position start() {
    return Position.of(program.base());
  }

  /** Where a rule is reached without a way back. */
  public Position at(int rule) {
    int chain = program.chainOf(rule);
    return Position.of(chain).at(0, chain, rule - program.firstRule(chain));
  }

  /** Where a part of the way stopped. */
  public Position stopped(Position from, Trace trace) {
    int chain = program.chainOf(trace.stop());
    return from.at(trace.stopDepth(), chain, trace.stop() - program.firstRule(chain));
  }

  /** Where a packet at some place is next that does more than to go on, whatever it is. */
  public Position settle(Position from) {
    return program.settle(from);
  }

  /** The number of the rule at a place; {@link Trace#NONE} after a chain's last one. */
  public int ruleAt(Position position) {
    int depth = position.depth();
    int rule = position.rule(depth);
    return rule < program.chain(position.chain(depth)).length
        ? program.firstRule(position.chain(depth)) + rule
        : Trace.NONE;
  }

  /** True if two rules, given by their numbers, are of one chain; false for numbers of no rule. */
  public boolean sameChain(int first, int second) {
    return second < ruleCount() && program.chainOf(first) == program.chainOf(second);
  }

  /** The chain a rule goes or jumps to if it does not break off; {@link Trace#NONE} if to none. */
  public int target(int rule) {
    return program.target(rule);
  }

  /** The number of a chain's first rule; of another chain's if it has none. */
  public int firstRuleOf(int chain) {
    return program.firstRule(chain);
  }

  /**
   * As {@link #run(Packet, Trace, Region)}, for a part of the way: from a place up to one of
   * several rules. Where it stopped is in {@link Trace#stop} and {@link Trace#stopDepth}; the
   * former is {@link Trace#NONE} if the packet came to a verdict before.
   *
   * @param start the first rule, and the ways back from there
   * @param stops by rule number: true where to stop, if that rule is reached with no other ways
   *     back than the outer ones of {@code start}
   */
  public boolean run(Packet packet, Trace trace, Region region, Position start, boolean[] stops) {
    trace.clear();
    machine.load(packet);
    machine.trace = trace;
    machine.narrows = true;
    machine.origins.start(region);
    return run(trace, start, stops);
  }

  private boolean run(Trace trace) {
    return run(trace, start(), NO_STOPS);
  }

  private boolean run(Trace trace, Position start, boolean[] stops) {
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
    if (rule < rules && asksLess.length > 0 && asksLess[number]) {
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
