package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.BaseHook;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A ruleset ready to run: chains and rules by number, sets arranged, names resolved. */
final class Program {

  private final Ruleset ruleset;
  private final Map<String, Integer> chainNumbers = new LinkedHashMap<>();
  private final List<String> chainNames;
  private final List<Place> places = new ArrayList<>();
  private final List<Elements> sets = new ArrayList<>();
  private final Map<String, Elements> byName = new LinkedHashMap<>();
  private final Map<String, Integer> comments = new LinkedHashMap<>();
  private final int base;
  private final boolean dropsAtEnd;
  private final Op[][][] chains;
  private final int[] firstRule;
  private final int[] chainOfRule;

  Program(Ruleset ruleset, boolean datagrams) {
    this.ruleset = ruleset;
    if ((ruleset.table().flags() & NftTable.F_DORMANT) != 0) {
      throw new UnsupportedExpressionException("the table is dormant: none of its rules run");
    }
    if (ruleset.table().family() != NfFamily.INET) {
      throw new UnsupportedExpressionException(
          "the table is of family "
              + ruleset.table().family()
              + ", and does not see both families");
    }
    ruleset.chains().keySet().forEach(name -> chainNumbers.put(name, chainNumbers.size()));
    chainNames = List.copyOf(chainNumbers.keySet());
    NftChain baseChain = baseChain();
    base = number(baseChain.name());
    dropsAtEnd = baseChain.base().orElseThrow().policy() == BaseHook.ChainPolicy.DROP;
    ruleset
        .sets()
        .forEach(
            (name, set) -> {
              Elements elements =
                  ElementsReader.read(sets.size(), set, ruleset.elementsOf(name), this::resolve);
              sets.add(elements);
              byName.put(name, elements);
            });
    Operations operations = new Operations(byName, this::resolve, datagrams);
    chains = new Op[chainNumbers.size()][][];
    firstRule = new int[chainNumbers.size()];
    chainNumbers.forEach((name, index) -> chains[index] = prepare(name, index, operations));
    chainOfRule = new int[places.size()];
    for (int chain = 0; chain < chains.length; chain++) {
      Arrays.fill(chainOfRule, firstRule[chain], firstRule[chain] + chains[chain].length, chain);
    }
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
      out[i] = operations.prepare(place, rules.get(i).expressions());
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

  Target resolve(Verdict verdict) {
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

  /** As of an element, whose comment is kept if the packet ends with it. */
  Target resolve(Verdict verdict, UserData userData) {
    Target target = resolve(verdict);
    return Comments.read(userData)
        .map(comment -> comments.computeIfAbsent(comment, key -> comments.size()))
        .map(target::withComment)
        .orElse(target);
  }

  /** How many comments elements have, or have had. */
  int commentCount() {
    return comments.size();
  }

  /** The number of a comment; empty if no element has had it. */
  OptionalInt commentNumber(String comment) {
    Integer number = comments.get(comment);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The comments of elements, by number. */
  List<String> comments() {
    return List.copyOf(comments.keySet());
  }

  Ruleset ruleset() {
    return ruleset;
  }

  /** The chain a rule goes or jumps to if it does not break off; {@link Trace#NONE} if to none. */
  int target(int rule) {
    Place place = places.get(rule);
    List<Expression> expressions =
        ruleset.rulesOf(place.chain()).get(place.ruleIndex()).expressions();
    return !expressions.isEmpty()
            && expressions.get(expressions.size() - 1) instanceof Immediate.Verdict immediate
        ? immediate.verdict().chain().map(this::number).orElse(Trace.NONE)
        : Trace.NONE;
  }

  /** Follows rules that do nothing but go or jump, whatever the packet. */
  Position settle(Position from) {
    Position at = from;
    for (int steps = 0; steps < chains.length; steps++) {
      int chain = at.chain(at.depth());
      int rule = at.rule(at.depth());
      if (rule == chains[chain].length || chains[chain][rule].length != 1) {
        return at;
      }
      int to = target(firstRule[chain] + rule);
      if (to == Trace.NONE) {
        return at;
      }
      Place place = places.get(firstRule[chain] + rule);
      Expression only = ruleset.rulesOf(place.chain()).get(place.ruleIndex()).expressions().get(0);
      boolean jumps =
          only instanceof Immediate.Verdict immediate
              && immediate.verdict().code() == Verdict.NFT_JUMP;
      if (jumps && at.depth() == Walk.JUMP_STACK_SIZE) {
        return at;
      }
      at = jumps ? at.jump(to) : at.at(at.depth(), to, 0);
    }
    return at;
  }

  /** The base chain's number. */
  int base() {
    return base;
  }

  /** True if the base chain's policy is drop. */
  boolean dropsAtEnd() {
    return dropsAtEnd;
  }

  /** The rules of a chain, each a list of operations. */
  Op[][] chain(int number) {
    return chains[number];
  }

  /** The number of a chain's first rule, among all rules. */
  int firstRule(int chain) {
    return firstRule[chain];
  }

  /** The chain of a rule, by its number among all rules. */
  int chainOf(int rule) {
    return chainOfRule[rule];
  }

  /** The number of the rule at a place; {@link Trace#NONE} if there is none. */
  int numberOf(Place place) {
    Integer chain = chainNumbers.get(place.chain());
    int rule = place.ruleIndex();
    return chain == null || rule < 0 || rule >= chains[chain].length
        ? Trace.NONE
        : firstRule[chain] + rule;
  }

  /** By number. */
  List<String> chainNames() {
    return chainNames;
  }

  /** Where rules stand, by number. */
  List<Place> places() {
    return places;
  }

  /** A set by its name, if there is one. */
  Optional<Elements> set(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** By name. */
  Map<String, Elements> setsByName() {
    return byName;
  }

  /** By number. */
  List<Elements> sets() {
    return sets;
  }
}
