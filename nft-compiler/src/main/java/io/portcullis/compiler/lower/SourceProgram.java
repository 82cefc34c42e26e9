package io.portcullis.compiler.lower;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.Nests;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.SourceClasses;
import io.portcullis.compiler.model.Stage;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One stage that asks for the source first: to the source's class, and there to the service. */
final class SourceProgram {

  private static final RuleOutcome NO_MATCH =
      new RuleOutcome(Decision.Reason.NO_MATCH, Optional.empty(), List.of());

  private final Scope scope;
  private final GeneralProgram linear;
  private final Optional<Nests> nests;
  private final Map<List<Integer>, String> beginnings = new HashMap<>();
  private final Map<List<Integer>, String> ends = new HashMap<>();
  private int classes;

  private SourceProgram(Scope scope, Optional<Nests> nests) {
    this.scope = scope;
    this.nests = nests;
    this.linear = GeneralProgram.ofServices(scope);
  }

  /** Appends to {@code chain} what decides every packet that gets there, or returns it. */
  static void lower(Scope scope, Stage stage, String chain) {
    SourceClasses sources = SourceClasses.of(stage.boxes(), scope.family());
    Optional<Nests> nests =
        stage.kind() == Stage.Kind.NESTS
            ? Optional.of(Nests.of(sources.classes(), stage.step()))
            : Optional.empty();
    new SourceProgram(scope, nests).lower(sources, stage, chain);
  }

  private void lower(SourceClasses sources, Stage stage, String chain) {
    List<Verdict> verdicts = new ArrayList<>();
    int otherwise = sources.otherwise();
    List<ClassRule> rest = sources.classes().get(otherwise);
    // Where no prefix leads to them, the rules for all other sources need no chain.
    boolean here = FewRules.fits(rest) && !sources.numbers().contains(otherwise);
    for (int i = 0; i < sources.classes().size(); i++) {
      boolean elsewhere = i != otherwise || !here;
      verdicts.add(elsewhere ? target(sources.classes().get(i)) : Verdict.RETURN);
    }
    String others = ClassesOfSources.lookUp(scope, sources, verdicts, stage, chain);
    if (here) {
      FewRules.lower(scope, rest, others);
    } else {
      scope.draft().rule(others, Loads.verdict(verdicts.get(otherwise)));
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
    if (rules.size() <= SourceClasses.FEW_RULES) {
      return FewRules.fits(rules) ? few(rules) : linear.lower(rules);
    }
    Optional<Nests.Split> split = nests.map(of -> of.split(rules)).filter(it -> !it.isAlone());
    return split.isPresent()
        ? shared(rules, split.get())
        : Verdict.goTo(services(rules, "from-" + ++classes, scope.last()));
  }

  private Verdict few(List<ClassRule> rules) {
    String chain = scope.named("from-" + ++classes);
    scope.draft().chain(chain, "rules one after the other, from some sources");
    FewRules.lower(scope, rules, chain);
    return Verdict.goTo(chain);
  }

  /** A chain of services. */
  private String services(List<ClassRule> rules, String name, boolean last) {
    Scope within = scope.within(name, last);
    scope.draft().chain(within.name(), "services, from some sources");
    FamilyProgram.lowerBehindSource(within, rules, within.name());
    return within.name();
  }

  /** What is shared is asked where it stands in the order; between, rule after rule. */
  private Verdict shared(List<ClassRule> rules, Nests.Split split) {
    String chain = scope.named("from-" + ++classes);
    scope.draft().chain(chain, "rules, from some sources");
    List<ClassRule> begins = rules.subList(0, split.before());
    List<ClassRule> ending = rules.subList(rules.size() - split.after(), rules.size());
    if (!begins.isEmpty()) {
      String before =
          beginnings.computeIfAbsent(
              orders(begins), key -> services(begins, "before-" + (beginnings.size() + 1), false));
      scope.draft().rule(chain, Loads.verdict(Verdict.jump(before)));
    }
    linear.lower(chain, rules.subList(split.before(), rules.size() - split.after()));
    Verdict rest = scope.verdict(NO_MATCH);
    if (!ending.isEmpty()) {
      rest =
          Verdict.goTo(
              ends.computeIfAbsent(
                  orders(ending),
                  key -> services(ending, "after-" + (ends.size() + 1), scope.last())));
    }
    scope.draft().rule(chain, Loads.verdict(rest));
    return Verdict.goTo(chain);
  }

  private static List<Integer> orders(List<ClassRule> rules) {
    return rules.stream().map(ClassRule::order).toList();
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
}
