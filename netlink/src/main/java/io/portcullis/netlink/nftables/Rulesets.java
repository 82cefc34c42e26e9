package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.codec.CompatCodec;
import io.portcullis.netlink.nftables.expr.Counter;
import io.portcullis.netlink.nftables.expr.Dynset;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Last;
import io.portcullis.netlink.nftables.expr.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rulesets as wholes: what makes them, and how they compare. */
public final class Rulesets {

  private static final Comparator<NftSetElem> BY_KEY =
      Comparator.comparing(NftSetElem::key).thenComparingInt(NftSetElem::flags);

  private static final Comparator<NftObject> BY_NAME =
      Comparator.comparing(NftObject::name).thenComparingInt(NftObject::type);

  private Rulesets() {}

  /**
   * The operations that make {@code ruleset} where its table is not. Rules of xtables are told the
   * protocol that the kernel does not give back, see {@link CompatCodec#completed}.
   */
  public static List<NftOperation> creation(Ruleset ruleset) {
    NfFamily family = ruleset.table().family();
    String table = ruleset.table().name();
    List<NftOperation> operations = new ArrayList<>();
    operations.add(new NftOperation.AddTable(ruleset.table()));
    // Chains and objects first: maps name them. Sets before rules: lookups name those.
    ruleset.chains().values().stream()
        .map(chain -> new NftOperation.AddChain(family, table, chain))
        .forEach(operations::add);
    ruleset.objects().stream()
        .map(object -> new NftOperation.AddObject(family, table, object))
        .forEach(operations::add);
    ruleset.sets().values().stream()
        .map(set -> new NftOperation.AddSet(family, table, set))
        .forEach(operations::add);
    ruleset
        .elements()
        .forEach(
            (set, elements) ->
                operations.add(new NftOperation.AddElements(family, table, set, elements)));
    new RuleOrder(ruleset)
        .rules()
        .forEach(
            rule ->
                operations.add(
                    new NftOperation.AddRule(family, table, CompatCodec.completed(rule))));
    return operations;
  }

  /**
   * Whether two rulesets mean the same: counters' values, how much time elements have left, the
   * order of chains, sets and elements, and how elements are held, do not count.
   */
  public static boolean same(Ruleset one, Ruleset other) {
    return withoutCounts(one).equals(withoutCounts(other));
  }

  /**
   * Whether two elements of {@code set} mean the same: neither counters' values count, nor how much
   * time is left, nor whether the expressions that the set gives each element are written out.
   */
  public static boolean sameElement(NftSetElem one, NftSetElem other, NftSet set) {
    if (isPlain(one) && isPlain(other)) {
      return one.equals(other);
    }
    List<Expression> own = zeroed(set.expressions());
    return withoutCounts(one, own).equals(withoutCounts(other, own));
  }

  /** Whether two collections hold the same elements, in whatever order and form. */
  public static boolean sameElements(SetElements one, SetElements other) {
    return one.size() == other.size() && sorted(one, List.of()).equals(sorted(other, List.of()));
  }

  /**
   * The same ruleset with every counter at zero, elements as records in the order of their keys,
   * with all of their time before them and without the expressions that their set gives each of
   * them, and without empty lists: two of these can be compared with {@code equals}.
   */
  public static Ruleset withoutCounts(Ruleset ruleset) {
    Map<String, List<NftRule>> rules = new LinkedHashMap<>();
    ruleset
        .rules()
        .forEach(
            (chain, list) -> {
              if (!list.isEmpty()) {
                rules.put(chain, list.stream().map(Rulesets::withoutCounts).toList());
              }
            });
    Map<String, NftSet> sets = new LinkedHashMap<>();
    ruleset.sets().forEach((name, set) -> sets.put(name, withoutCounts(set)));
    Map<String, SetElements> elements = new LinkedHashMap<>();
    ruleset
        .elements()
        .forEach(
            (name, list) -> {
              if (list.size() > 0) {
                List<Expression> own = ruleset.set(name).map(NftSet::expressions).orElse(List.of());
                elements.put(name, sorted(list, zeroed(own)));
              }
            });
    List<NftObject> objects =
        ruleset.objects().stream().map(Rulesets::withoutCounts).sorted(BY_NAME).toList();
    return new Ruleset(ruleset.table(), ruleset.chains(), rules, sets, elements, objects);
  }

  private static SetElements.Listed sorted(SetElements elements, List<Expression> ofSet) {
    List<NftSetElem> list = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      list.add(withoutCounts(elements.get(i), ofSet));
    }
    list.sort(BY_KEY);
    return new SetElements.Listed(list);
  }

  /** The same rule with every counter at zero. */
  public static NftRule withoutCounts(NftRule rule) {
    return new NftRule(rule.chain(), zeroed(rule.expressions()), rule.userData(), rule.unknown());
  }

  private static boolean isPlain(NftSetElem element) {
    return element.expressions().isEmpty() && element.expiration() == 0;
  }

  private static NftSetElem withoutCounts(NftSetElem e, List<Expression> ofSet) {
    if (isPlain(e)) {
      return e;
    }
    List<Expression> zeroed = zeroed(e.expressions());
    return e.anew(zeroed.equals(ofSet) ? List.of() : zeroed);
  }

  private static NftObject withoutCounts(NftObject o) {
    // A counter is nothing but its counts.
    return o.type() == NftObject.COUNTER
        ? new NftObject(o.name(), o.type(), Bytes.EMPTY, o.userData(), o.unknown())
        : o;
  }

  /** The same set with the counter that it gives each element, if any, at zero. */
  public static NftSet withoutCounts(NftSet s) {
    return s.expressions().isEmpty() ? s : s.withExpressions(zeroed(s.expressions()));
  }

  private static List<Expression> zeroed(List<Expression> expressions) {
    return expressions.stream().map(Rulesets::zeroed).toList();
  }

  private static Expression zeroed(Expression expression) {
    if (expression instanceof Counter) {
      return Counter.ZERO;
    } else if (expression instanceof Quota quota) {
      return new Quota(quota.bytes(), 0, quota.inverted());
    } else if (expression instanceof Last) {
      return Last.NEVER;
    } else if (expression instanceof Dynset dynset) {
      return new Dynset(
          dynset.set(),
          dynset.op(),
          dynset.sregKey(),
          dynset.sregData(),
          dynset.timeout(),
          zeroed(dynset.expressions()),
          dynset.inverted());
    }
    return expression;
  }
}
