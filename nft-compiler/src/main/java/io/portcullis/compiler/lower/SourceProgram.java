package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.LengthPlan;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.SourceClasses;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** One stage that asks for the source first: to the source's class, and there to the service. */
final class SourceProgram {

  /** Up to so many rules are tried one after the other, where a map would be one more set. */
  private static final int FEW_RULES = 4;

  private static final RuleOutcome NO_MATCH =
      new RuleOutcome(Decision.Reason.NO_MATCH, Optional.empty(), List.of());

  private final Scope scope;
  private final GeneralProgram linear;
  private int classes;

  private SourceProgram(Scope scope) {
    this.scope = scope;
    this.linear = GeneralProgram.ofServices(scope);
  }

  /** Appends to {@code chain} what decides every packet that gets there, or returns it. */
  static void lower(Scope scope, List<ClassRule> boxes, String chain) {
    SourceClasses sources = SourceClasses.of(boxes, scope.family());
    long most = scope.bounds().expands() ? mostPrefixes(scope, boxes, sources) : 0;
    new SourceProgram(scope).lower(sources, most, chain);
  }

  /** Prefixes that may come of expansion: what keeps a stage within the bound of decision 0006. */
  private static long mostPrefixes(Scope scope, List<ClassRule> boxes, SourceClasses sources) {
    long rules = sources.classes().stream().mapToLong(List::size).sum();
    return scope.bounds().of(StagePlan.input(boxes, scope.family())) - rules;
  }

  private void lower(SourceClasses sources, long most, String chain) {
    List<Verdict> verdicts = new ArrayList<>();
    int otherwise = sources.otherwise();
    List<ClassRule> rest = sources.classes().get(otherwise);
    // Where no prefix leads to them, the rules for all other sources need no chain.
    boolean here = FewRules.fits(rest) && !sources.numbers().contains(otherwise);
    for (int i = 0; i < sources.classes().size(); i++) {
      boolean elsewhere = i != otherwise || !here;
      verdicts.add(elsewhere ? target(sources.classes().get(i)) : Verdict.RETURN);
    }
    Map<Prefix, Integer> numbers = new LinkedHashMap<>();
    long[] counts = Expansion.counts(scope.family());
    for (int i = 0; i < sources.prefixes().size(); i++) {
      Prefix prefix = sources.prefixes().get(i);
      numbers.put(prefix, sources.numbers().get(i));
      counts[prefix.length()]++;
    }
    LengthPlan plan = LengthPlan.of(counts, most, scope.family().bits() / 8);
    scope.draft().choice(new Choice(scope.name(), "sources of all", plan.shape(), plan.rejected()));
    NavigableSet<Integer> lengths = new TreeSet<>();
    (plan.asGiven() ? numbers : Expansion.of(numbers, plan::kept))
        .forEach(
            (prefix, number) -> {
              lengths.add(prefix.length());
              map(prefix.length()).put(Loads.address(prefix), verdicts.get(number));
            });
    for (int length : lengths.descendingSet()) {
      List<Expression> expressions = new ArrayList<>();
      SourceMaps.loadMasked(scope.family(), R0, length, expressions);
      expressions.add(Lookup.verdict(map(length).name(), R0));
      scope.draft().rule(chain, expressions.toArray(Expression[]::new));
    }
    if (here) {
      FewRules.lower(scope, rest, chain);
    } else {
      scope.draft().rule(chain, Loads.verdict(verdicts.get(otherwise)));
    }
  }

  private Verdict target(List<ClassRule> rules) {
    if (rules.isEmpty()) {
      return scope.verdict(NO_MATCH);
    }
    Optional<RuleOutcome> whole = whole(rules.get(0));
    if (whole.isPresent()) {
      return scope.verdict(whole.get());
    }
    if (rules.size() > FEW_RULES) {
      Scope within = scope.within("from-" + ++classes, scope.last());
      scope.draft().chain(within.name(), "services, from some sources");
      FamilyProgram.lowerBehindSource(within, rules, within.name());
      return Verdict.goTo(within.name());
    }
    if (!FewRules.fits(rules)) {
      return linear.lower(rules);
    }
    String few = scope.named("from-" + ++classes);
    scope.draft().chain(few, "rules one after the other, from some sources");
    FewRules.lower(scope, rules, few);
    return Verdict.goTo(few);
  }

  /** What a rule decides that asks for nothing but the source, as on a list of sources to block. */
  private static Optional<RuleOutcome> whole(ClassRule rule) {
    MatchBox box = rule.box();
    boolean all =
        rule.onlySource()
            && box.source().isAll()
            && box.protocols().isAll()
            && box.destinationPorts().isAll()
            && box.icmp().isAll();
    if (!all) {
      return Optional.empty();
    }
    Optional<RuleId> id = Optional.of(rule.rule().id());
    return switch (rule.rule().action()) {
      case ALLOW -> Optional.of(new RuleOutcome(Decision.Reason.ALLOW, id, List.of()));
      case DENY -> Optional.of(new RuleOutcome(Decision.Reason.DENY, id, List.of()));
      case PASS, LOG -> Optional.empty();
    };
  }

  private MapDraft map(int length) {
    boolean v4 = scope.family() == Family.V4;
    return scope
        .draft()
        .lastMap(
            NftSet.verdictMap(
                    scope.named("saddr" + length),
                    0,
                    v4 ? NftDataType.IPV4_ADDR : NftDataType.IPV6_ADDR,
                    scope.family().bits() / 8)
                .withUserData(Comments.ofSet("where source prefixes of length " + length + " go")));
  }
}
