package io.portcullis.compiler.proof;

import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Lookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Packets of which one ruleset may do otherwise than another. Chains are paired from the base chain
 * on, rule by rule: rules are alike if they ask the same in the same order, of sets that are paired
 * in turn, and lead to paired chains. Names do not matter. A packet that reaches no rule which is
 * unlike its pair, and of which no set that it asks holds the key otherwise, goes the same way.
 */
final class RulesetChange {

  private final Ruleset before;
  private final Ruleset after;
  private final BiPredicate<Place, Place> alike;
  private final BiPredicate<UserData, UserData> alikeElements;
  private final Map<List<String>, Integer> numbers = new HashMap<>();
  private final List<ChainPair> chains = new ArrayList<>();
  private final Map<List<String>, SetPair> sets = new HashMap<>();
  private final Map<SetPair, List<SetUse>> uses = new HashMap<>();

  /** Two chains, and where they begin to be unlike: the number of a rule; below 0 if nowhere. */
  static final class ChainPair {

    final String before;
    final String after;
    final List<Jump> from = new ArrayList<>();
    final List<SetPair> fromSets = new ArrayList<>();
    int unlike = -1;

    ChainPair(String before, String after) {
      this.before = before;
      this.after = after;
    }
  }

  /** A verdict of a rule that leads to a chain. */
  record Jump(int chain, int rule, NftRule of, int expression) {}

  /** A rule that looks a set up. */
  record SetUse(int chain, int rule, NftRule of, int expression, Lookup lookup) {}

  private RulesetChange(
      Ruleset before,
      Ruleset after,
      BiPredicate<Place, Place> alike,
      BiPredicate<UserData, UserData> alikeElements) {
    this.before = before;
    this.after = after;
    this.alike = alike;
    this.alikeElements = alikeElements;
  }

  /**
   * Adds the packets that may differ; false if that may be any.
   *
   * @param alike whether two rules stand for the same of policy
   * @param alikeElements the same of two elements, by their comments
   */
  static boolean between(
      Ruleset before,
      Ruleset after,
      BiPredicate<Place, Place> alike,
      BiPredicate<UserData, UserData> alikeElements,
      Set<PacketBox> out) {
    RulesetChange change = new RulesetChange(before, after, alike, alikeElements);
    return change.pairBases() && change.reached().collect(out);
  }

  private Reached reached() {
    return new Reached(chains, uses, after);
  }

  private boolean pairBases() {
    List<NftChain> one = bases(before);
    List<NftChain> other = bases(after);
    if (one.size() != 1
        || other.size() != 1
        || !one.get(0).base().equals(other.get(0).base())
        || before.table().flags() != after.table().flags()) {
      return false;
    }
    pair(one.get(0).name(), other.get(0).name());
    for (int i = 0; i < chains.size(); i++) {
      compare(i, chains.get(i));
    }
    return true;
  }

  private static List<NftChain> bases(Ruleset ruleset) {
    return ruleset.chains().values().stream().filter(c -> c.base().isPresent()).toList();
  }

  private int pair(String one, String other) {
    Integer known = numbers.putIfAbsent(List.of(one, other), chains.size());
    if (known == null) {
      chains.add(new ChainPair(one, other));
      return chains.size() - 1;
    }
    return known;
  }

  private int pair(Verdict one, Verdict other) {
    if (one.code() != other.code() || one.chain().isPresent() != other.chain().isPresent()) {
      return SetPair.OTHER;
    }
    return one.chain().isPresent()
        ? pair(one.chain().get(), other.chain().orElseThrow())
        : SetPair.SAME;
  }

  private void compare(int number, ChainPair pair) {
    List<NftRule> one = before.rulesOf(pair.before);
    List<NftRule> other = after.rulesOf(pair.after);
    int both = Math.min(one.size(), other.size());
    for (int i = 0; i < both; i++) {
      if (!alike.test(new Place(pair.before, i), new Place(pair.after, i))
          || !compare(number, i, one.get(i), other.get(i))) {
        pair.unlike = i;
        return;
      }
    }
    pair.unlike = one.size() == other.size() ? -1 : both;
  }

  private boolean compare(int chain, int rule, NftRule one, NftRule other) {
    if (one.expressions().size() != other.expressions().size()) {
      return false;
    }
    for (int i = 0; i < one.expressions().size(); i++) {
      if (!alike(one.expressions().get(i), other.expressions().get(i))) {
        return false;
      }
    }
    for (int i = 0; i < one.expressions().size(); i++) {
      Expression expression = other.expressions().get(i);
      if (expression instanceof Immediate.Verdict verdict) {
        int to = pair(((Immediate.Verdict) one.expressions().get(i)).verdict(), verdict.verdict());
        if (to >= 0) {
          chains.get(to).from.add(new Jump(chain, rule, other, i));
        }
      } else if (expression instanceof Lookup lookup) {
        SetPair sets = pair(((Lookup) one.expressions().get(i)).set(), lookup.set(), true);
        uses.computeIfAbsent(sets, key -> new ArrayList<>())
            .add(new SetUse(chain, rule, other, i, lookup));
      }
    }
    return true;
  }

  private boolean alike(Expression one, Expression other) {
    if (one instanceof Counter && other instanceof Counter) {
      return true;
    }
    if (one instanceof Immediate.Verdict before && other instanceof Immediate.Verdict after) {
      return pair(before.verdict(), after.verdict()) != SetPair.OTHER;
    }
    if (one instanceof Lookup before && other instanceof Lookup after) {
      return before.sreg().equals(after.sreg())
          && before.inverted() == after.inverted()
          && before.data().equals(after.data())
          && pair(before.set(), after.set(), false).comparable();
    }
    return one.equals(other);
  }

  private SetPair pair(String one, String other, boolean used) {
    List<String> key = List.of(one, other);
    SetPair known = sets.get(key);
    if (known == null) {
      NftSet held = before.set(one).orElseThrow();
      NftSet wanted = after.set(other).orElseThrow();
      known =
          new SetPair(
              held,
              before.elementsOf(one),
              wanted,
              after.elementsOf(other),
              this::pair,
              alikeElements);
      sets.put(key, known);
    }
    if (used && !uses.containsKey(known)) {
      for (int to : known.targets().keySet()) {
        chains.get(to).fromSets.add(known);
      }
    }
    return known;
  }

  /** What is not the key of an element that is told apart. */
  static boolean isAny(Bytes key) {
    return key.length() == 0;
  }
}
