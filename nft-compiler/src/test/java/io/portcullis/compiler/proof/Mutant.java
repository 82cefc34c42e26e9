package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A compiled policy with something changed; each method gives a new one, and must find its place.
 */
record Mutant(CompiledPolicy compiled) {

  private Ruleset ruleset() {
    return compiled.ruleset();
  }

  private Mutant with(Ruleset ruleset) {
    return with(ruleset, compiled.outcomes(), compiled.logs());
  }

  private Mutant with(Ruleset ruleset, List<Outcome> outcomes, List<LogPlace> logs) {
    return new Mutant(
        new CompiledPolicy(
            compiled.policy(), ruleset, outcomes, logs, compiled.stages(), compiled.elements()));
  }

  /** Changes a set's elements. */
  Mutant elements(String set, UnaryOperator<List<NftSetElem>> change) {
    SetElements before = ruleset().elementsOf(set);
    List<NftSetElem> list = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      list.add(before.get(i));
    }
    List<NftSetElem> after = change.apply(new ArrayList<>(list));
    differs(list, after, set);
    Map<String, SetElements> all = new LinkedHashMap<>(ruleset().elements());
    all.put(set, new SetElements.Listed(after));
    return with(
        new Ruleset(
            ruleset().table(), ruleset().chains(), ruleset().rules(), ruleset().sets(), all));
  }

  /** Changes the one element with that key, given in hexadecimal digits. */
  Mutant element(String set, String key, UnaryOperator<NftSetElem> change) {
    Bytes wanted = Bytes.ofHex(key);
    return elements(
        set, list -> list.stream().map(e -> e.key().equals(wanted) ? change.apply(e) : e).toList());
  }

  /** Sends a key somewhere else. */
  Mutant redirect(String set, String key, Verdict verdict) {
    return element(set, key, e -> NftSetElem.of(e.key(), verdict));
  }

  Mutant add(String set, NftSetElem element) {
    return elements(
        set,
        list -> {
          list.add(element);
          return list;
        });
  }

  Mutant remove(String set, String key) {
    Bytes wanted = Bytes.ofHex(key);
    return elements(set, list -> list.stream().filter(e -> !e.key().equals(wanted)).toList());
  }

  /** Changes a chain's rules. */
  Mutant rules(String chain, UnaryOperator<List<NftRule>> change) {
    List<NftRule> before = ruleset().rulesOf(chain);
    List<NftRule> after = change.apply(new ArrayList<>(before));
    differs(before, after, chain);
    Map<String, List<NftRule>> all = new LinkedHashMap<>(ruleset().rules());
    all.put(chain, after);
    return with(
        new Ruleset(
            ruleset().table(), ruleset().chains(), all, ruleset().sets(), ruleset().elements()));
  }

  Mutant drop(String chain, int index) {
    return rules(
        chain,
        list -> {
          list.remove(index);
          return list;
        });
  }

  Mutant swap(String chain, int one, int other) {
    return rules(
        chain,
        list -> {
          java.util.Collections.swap(list, one, other);
          return list;
        });
  }

  Mutant insert(String chain, int index, Expression... expressions) {
    return rules(
        chain,
        list -> {
          list.add(index, NftRule.of(chain, expressions));
          return list;
        });
  }

  /**
   * A rule that stands for nothing; those behind it stand for what they did, so that it is not
   * found by its place.
   */
  Mutant insertApart(String chain, int index, Expression... expressions) {
    return insert(chain, index, expressions)
        .outcomes(
            list -> {
              list.replaceAll(
                  outcome -> {
                    Place place = outcome.place();
                    boolean behind = place.chain().equals(chain) && place.ruleIndex() >= index;
                    return behind
                        ? new Outcome(
                            outcome.reason(),
                            outcome.rule(),
                            new Place(chain, place.ruleIndex() + 1))
                        : outcome;
                  });
              return list;
            });
  }

  /** Changes every expression of one rule. */
  Mutant expressions(String chain, int index, UnaryOperator<Expression> change) {
    return rules(
        chain,
        list -> {
          List<Expression> after = list.get(index).expressions().stream().map(change).toList();
          list.set(index, NftRule.of(chain, after.toArray(Expression[]::new)));
          return list;
        });
  }

  Mutant without(String chain, int index, Class<? extends Expression> kind) {
    return rules(
        chain,
        list -> {
          List<Expression> after =
              list.get(index).expressions().stream().filter(e -> !kind.isInstance(e)).toList();
          list.set(index, NftRule.of(chain, after.toArray(Expression[]::new)));
          return list;
        });
  }

  Mutant chain(String name, UnaryOperator<NftChain> change) {
    Map<String, NftChain> all = new LinkedHashMap<>(ruleset().chains());
    all.computeIfPresent(name, (key, chain) -> change.apply(chain));
    differs(List.copyOf(ruleset().chains().values()), List.copyOf(all.values()), name);
    return with(
        new Ruleset(
            ruleset().table(), all, ruleset().rules(), ruleset().sets(), ruleset().elements()));
  }

  Mutant outcomes(UnaryOperator<List<Outcome>> change) {
    List<Outcome> after = change.apply(new ArrayList<>(compiled.outcomes()));
    differs(compiled.outcomes(), after, "outcomes");
    return with(ruleset(), after, compiled.logs());
  }

  Mutant logs(UnaryOperator<List<LogPlace>> change) {
    List<LogPlace> after = change.apply(new ArrayList<>(compiled.logs()));
    differs(compiled.logs(), after, "logs");
    return with(ruleset(), compiled.outcomes(), after);
  }

  private static void differs(List<?> before, List<?> after, String where) {
    if (before.equals(after)) {
      throw new AssertionError("the mutation changes nothing in " + where);
    }
  }
}
