package io.portcullis.integration.foreign;

import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.expr.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A ruleset with as little in it as shows the same failure. */
final class Reduced {

  private final Predicate<Ruleset> fails;
  private Ruleset current;

  private Reduced(Ruleset ruleset, Predicate<Ruleset> fails) {
    this.current = ruleset;
    this.fails = fails;
  }

  /** Takes away rules, expressions and elements, one by one, as long as it still fails. */
  static Ruleset of(Ruleset ruleset, Predicate<Ruleset> fails) {
    Reduced reduced = new Reduced(ruleset, fails);
    boolean smaller = true;
    while (smaller) {
      boolean rules = reduced.rules();
      boolean expressions = reduced.expressions();
      smaller = reduced.elements() || expressions || rules;
    }
    return reduced.current;
  }

  private boolean attempt(Ruleset smaller) {
    boolean still = fails.test(smaller);
    current = still ? smaller : current;
    return still;
  }

  private boolean rules() {
    boolean any = false;
    for (String chain : current.chains().keySet()) {
      for (int i = current.rulesOf(chain).size() - 1; i >= 0; i--) {
        List<NftRule> rest = new ArrayList<>(current.rulesOf(chain));
        rest.remove(i);
        any |= attempt(with(chain, rest));
      }
    }
    return any;
  }

  private boolean expressions() {
    boolean any = false;
    for (String chain : current.chains().keySet()) {
      for (int i = 0; i < current.rulesOf(chain).size(); i++) {
        for (int j = current.rulesOf(chain).get(i).expressions().size() - 1; j >= 0; j--) {
          List<NftRule> rules = new ArrayList<>(current.rulesOf(chain));
          List<Expression> rest = new ArrayList<>(rules.get(i).expressions());
          rest.remove(j);
          rules.set(i, NftRule.of(chain, rest.toArray(Expression[]::new)));
          any |= attempt(with(chain, rules));
        }
      }
    }
    return any;
  }

  private boolean elements() {
    boolean any = false;
    for (String set : current.sets().keySet()) {
      for (int i = current.elementsOf(set).size() - 1; i >= 0; i--) {
        List<NftSetElem> rest = new ArrayList<>();
        for (int j = 0; j < current.elementsOf(set).size(); j++) {
          if (i != j) {
            rest.add(current.elementsOf(set).get(j));
          }
        }
        Map<String, SetElements> all = new LinkedHashMap<>(current.elements());
        all.put(set, new SetElements.Listed(rest));
        any |=
            attempt(
                new Ruleset(
                    current.table(), current.chains(), current.rules(), current.sets(), all));
      }
    }
    return any;
  }

  private Ruleset with(String chain, List<NftRule> rules) {
    Map<String, List<NftRule>> all = new LinkedHashMap<>(current.rules());
    all.put(chain, rules);
    return new Ruleset(current.table(), current.chains(), all, current.sets(), current.elements());
  }
}
