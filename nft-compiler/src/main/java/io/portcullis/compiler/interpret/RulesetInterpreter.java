package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  private final Ruleset ruleset;
  private final Map<String, Integer> chainNumbers = new LinkedHashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final List<Elements> sets = new ArrayList<>();
  private final Op[][][] chains;
  private final int[] firstRule;
  private final int base;
  private final boolean dropsAtEnd;
  private final Machine machine = new Machine();
  private final int[] stackChain = new int[JUMP_STACK_SIZE];
  private final int[] stackRule = new int[JUMP_STACK_SIZE];

  /**
   * Prepares a ruleset with one base chain, at prerouting.
   *
   * @throws UnsupportedExpressionException if it holds anything whose effect is not a function of
   *     the packet
   */
  public RulesetInterpreter(Ruleset ruleset) {
    this.ruleset = ruleset;
    if ((ruleset.table().flags() & NftTable.F_DORMANT) != 0) {
      throw new UnsupportedExpressionException("the table is dormant: none of its rules run");
    }
    ruleset.chains().keySet().forEach(name -> chainNumbers.put(name, chainNumbers.size()));
    NftChain baseChain = baseChain();
    base = number(baseChain.name());
    dropsAtEnd = baseChain.base().orElseThrow().policy() == BaseHook.ChainPolicy.DROP;
    Map<String, Elements> byName = new LinkedHashMap<>();
    ruleset
        .sets()
        .forEach(
            (name, set) -> {
              Elements elements =
                  Elements.prepare(sets.size(), set, ruleset.elementsOf(name), this::resolve);
              sets.add(elements);
              byName.put(name, elements);
            });
    Operations operations = new Operations(byName, this::resolve);
    chains = new Op[chainNumbers.size()][][];
    firstRule = new int[chainNumbers.size()];
    chainNumbers.forEach((name, index) -> chains[index] = prepare(name, index, operations));
  }

  private NftChain baseChain() {
    List<NftChain> hooked =
        ruleset.chains().values().stream().filter(chain -> chain.base().isPresent()).toList();
    if (hooked.size() != 1
        || hooked.get(0).base().orElseThrow().hooknum() != BaseHook.PRE_ROUTING) {
      throw new UnsupportedExpressionException(
          "a table is followed only if its one base chain is at prerouting; this has "
              + hooked.size()
              + " base chains: "
              + hooked.stream().map(NftChain::name).toList());
    }
    return hooked.get(0);
  }

  private Op[][] prepare(String chain, int index, Operations operations) {
    List<NftRule> rules = ruleset.rulesOf(chain);
    firstRule[index] = places.size();
    Op[][] out = new Op[rules.size()][];
    for (int i = 0; i < out.length; i++) {
      Place place = new Place(chain, i);
      places.add(place);
      List<Expression> expressions = rules.get(i).expressions();
      out[i] = new Op[expressions.size()];
      for (int at = 0; at < out[i].length; at++) {
        out[i][at] = operations.prepare(place, expressions, at);
      }
    }
    return out;
  }

  private int number(String chain) {
    Integer number = chainNumbers.get(chain);
    if (number == null) {
      throw new UnsupportedExpressionException(
          "a verdict leads to chain " + chain + ", which is not there");
    }
    return number;
  }

  private Target resolve(Verdict verdict) {
    return switch (verdict.code()) {
      case Verdict.NFT_JUMP, Verdict.NFT_GOTO ->
          new Target(verdict.code(), number(verdict.chain().orElse("?")));
      case Verdict.NF_DROP,
          Verdict.NF_ACCEPT,
          Verdict.NFT_CONTINUE,
          Verdict.NFT_BREAK,
          Verdict.NFT_RETURN ->
          new Target(verdict.code(), -1);
      default ->
          throw new UnsupportedExpressionException(
              "verdict " + verdict + " hands the packet to another program, which decides");
    };
  }

  /** What the ruleset does with a packet. */
  public Interpretation run(Packet packet) {
    Trace trace = new Trace();
    boolean dropped = run(packet, trace);
    List<Place> path = new ArrayList<>();
    for (int i = 0; i < trace.length(); i++) {
      path.add(placeOf(trace.ruleAt(i)));
    }
    List<CounterHit> counters = new ArrayList<>();
    for (int i = 0; i < trace.counterCount(); i++) {
      int set = trace.counterSet(i);
      int number = trace.counterNumber(i);
      counters.add(set < 0 ? new CounterHit.OfRule(placeOf(number)) : element(set, number));
    }
    return new Interpretation(dropped, path, counters);
  }

  private CounterHit element(int set, int number) {
    String name = sets.get(set).definition().name();
    return new CounterHit.OfElement(name, ruleset.elementsOf(name).get(number).key());
  }

  /** The place of the rule with that number in a {@link Trace}. */
  public Place placeOf(int rule) {
    return places.get(rule);
  }

  /** How many rules there are; they are numbered from 0. */
  public int ruleCount() {
    return places.size();
  }

  /** As {@link #run(Packet)}, without allocating: true if dropped, the rest is in {@code trace}. */
  public boolean run(Packet packet, Trace trace) {
    trace.clear();
    machine.load(packet);
    machine.trace = trace;
    int chain = base;
    int rule = 0;
    int depth = 0;
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      int code = Verdict.NFT_CONTINUE;
      if (rule < chains[chain].length) {
        code = step(chain, rule++);
      } else {
        code = Verdict.NFT_RETURN;
      }
      switch (code) {
        case Verdict.NF_DROP -> {
          return true;
        }
        case Verdict.NF_ACCEPT -> {
          return false;
        }
        case Verdict.NFT_JUMP -> {
          if (depth == JUMP_STACK_SIZE) {
            return true;
          }
          stackChain[depth] = chain;
          stackRule[depth++] = rule;
          chain = machine.verdict.chain();
          rule = 0;
        }
        case Verdict.NFT_GOTO -> {
          chain = machine.verdict.chain();
          rule = 0;
        }
        case Verdict.NFT_RETURN -> {
          if (depth == 0) {
            return dropsAtEnd;
          }
          chain = stackChain[--depth];
          rule = stackRule[depth];
        }
        default -> {}
      }
    }
    throw new UnsupportedExpressionException("the ruleset's chains go round in a circle");
  }

  /** Runs one rule; gives {@code NFT_CONTINUE} or a verdict that is left in the machine. */
  private int step(int chain, int rule) {
    machine.rule = firstRule[chain] + rule;
    for (Op op : chains[chain][rule]) {
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
