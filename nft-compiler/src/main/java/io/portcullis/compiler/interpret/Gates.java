package io.portcullis.compiler.interpret;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Bitwise;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.netlink.nftables.expr.Meta;
import io.portcullis.netlink.nftables.expr.Payload;
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
    List<String> chains = program.chainNames();
    for (int chain = 0; chain < chains.size(); chain++) {
      List<NftRule> rules = program.ruleset().rulesOf(chains.get(chain));
      for (int i = 0; i < rules.size(); i++) {
        int end = end(rules, i);
        last[program.firstRule(chain) + i] =
            end == Trace.NONE ? Trace.NONE : program.firstRule(chain) + end;
      }
    }
    return new Gates(last);
  }

  /** The last rule of those of which one is the first; {@link Trace#NONE} if it is none. */
  int last(int rule) {
    return last[rule];
  }

  /** The last of the rules of which one is the first; {@link Trace#NONE} if it is none. */
  private static int end(List<NftRule> rules, int begin) {
    List<Expression> first = rules.get(begin).expressions();
    int count = first.size();
    if (count < 3
        || !(first.get(count - 1) instanceof Immediate.Verdict otherwise)
        || otherwise.verdict().code() != Verdict.NFT_GOTO
        || !(first.get(count - 2) instanceof Lookup set)
        || !set.inverted()
        || !areLoads(first.subList(0, count - 2))) {
      return Trace.NONE;
    }
    int at = begin + 1;
    while (at < rules.size() && looksUp(rules.get(at).expressions())) {
      at++;
    }
    boolean ends =
        at > begin + 1
            && at < rules.size()
            && rules.get(at).expressions().equals(List.of(otherwise));
    return ends ? at : Trace.NONE;
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
