package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
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

  private static final boolean[] NO_STOPS = {};

  private final Program program;
  private final Machine machine;
  private final KnownReach reach;
  private final KnownBreaks breaks;
  private final Walk walk;

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
    this.machine = new Machine(program.places());
    this.reach = new KnownReach(program);
    this.breaks = new KnownBreaks(program.places().size());
    this.walk = new Walk(program, machine, reach, breaks);
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

  /** The number of the rule at a place; {@link Trace#NONE} if there is none. */
  public int ruleAt(Place place) {
    return program.numberOf(place);
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
    return reach.asks();
  }

  /** As {@link #asks()}, but for addresses of which only {@link Question}s are asked. */
  public int[] asksPlainly() {
    return reach.asksPlainly();
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
    ElementEdits edits = new ElementEdits(program, reach::forget, breaks::forget);
    return edits.all(operations) ? Optional.of(edits) : Optional.empty();
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
    return walk.run(start(), NO_STOPS, Fork.NONE);
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
    return walk.run(start(), NO_STOPS, Fork.NONE);
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
    return run(packet, trace, region, start, stops, Fork.NONE);
  }

  /** The same for the first of several packets, of which the others start where the ways part. */
  public boolean run(
      Packet packet, Trace trace, Region region, Position start, boolean[] stops, Fork fork) {
    trace.clear();
    machine.load(packet);
    machine.trace = trace;
    machine.narrows = true;
    machine.origins.start(region);
    fork.start(packet);
    return walk.run(start, stops, fork);
  }

  /**
   * The same for another of them.
   *
   * @param fork of the first one's run, since when no elements came or went
   * @param trace the first one's
   * @param region of which the packet is the lowest corner; otherwise as the first one left it
   */
  public boolean onwards(Fork fork, Trace trace, Region region, boolean[] stops) {
    machine.load(fork.first(), region);
    machine.trace = trace;
    machine.narrows = true;
    machine.origins.start(region);
    fork.back(region, trace);
    return walk.onwards(fork, stops);
  }
}
