package io.portcullis.compiler.interpret;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
import java.util.Arrays;
import java.util.List;

/**
 * Rules that go to a chain unless a key is in a set, before rules that do nothing but look maps up
 * and a last one that goes to the same chain. A packet that no map has goes there whatever the set
 * holds: so of a region of such packets the set need not be asked, and its keys do not divide it.
 * One that a map has goes where the map says if the set has it too, else to that chain.
 */
final class Gates {

  /** By rule: the number of the last one of which it is the first; {@link Trace#NONE} of others. */
  private final int[] last;

  private Gates(int[] last) {
    this.last = last;
  }

  /** Of a ruleset, whose chains are numbered in their order, and rules likewise. */
  static Gates of(Program program) {
    int[] last = new int[program.places().size()];
    Arrays.fill(last, Trace.NONE);
    Ruleset ruleset = program.ruleset();
    for (int rule = 0; rule < last.length; rule++) {
      Place place = program.places().get(rule);
      List<NftRule> rules = ruleset.rulesOf(place.chain());
      int length = length(rules.subList(place.ruleIndex(), rules.size()));
      if (length > 0) {
        last[rule] = rule + length - 1;
      }
    }
    return new Gates(last);
  }

  /** The last rule of those of which one is the first; {@link Trace#NONE} if it is none. */
  int last(int rule) {
    return last[rule];
  }

  /** How many rules these are, with the first and the last; 0 if they are not of that kind. */
  private static int length(List<NftRule> rules) {
    List<Expression> first = rules.get(0).expressions();
    int count = first.size();
    if (count < 3
        || !(first.get(count - 1) instanceof Immediate.Verdict otherwise)
        || otherwise.verdict().code() != Verdict.NFT_GOTO
        || !(first.get(count - 2) instanceof Lookup set)
        || !set.inverted()
        || !areLoads(first.subList(0, count - 2))) {
      return 0;
    }
    int at = 1;
    while (at < rules.size() && looksUp(rules.get(at).expressions())) {
      at++;
    }
    boolean ends =
        at > 1 && at < rules.size() && rules.get(at).expressions().equals(List.of(otherwise));
    return ends ? at + 1 : 0;
  }

  private static boolean looksUp(List<Expression> rule) {
    int count = rule.size();
    return count > 0
        && rule.get(count - 1) instanceof Lookup map
        && map.data().filter(Lookup.MapData.ToVerdict.class::isInstance).isPresent()
        && areLoads(rule.subList(0, count - 1));
  }

  /** True of what only writes to registers, or breaks the rule off. */
  private static boolean areLoads(List<Expression> expressions) {
    return expressions.stream()
        .allMatch(
            of ->
                of instanceof Payload
                    || of instanceof Meta
                    || of instanceof Bitwise
                    || of instanceof Immediate.Value);
  }
}
