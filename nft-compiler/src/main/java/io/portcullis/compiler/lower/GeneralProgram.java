package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A class some of whose rules look at destination addresses or source ports: its rules one after
 * the other, a chain per tier. Exact, and linear in the rules of this class alone.
 */
final class GeneralProgram {

  private static final RuleOutcome NO_MATCH =
      new RuleOutcome(Decision.Reason.NO_MATCH, Optional.empty(), List.of());

  private final Scope scope;
  private final ValueSets sets;
  private int programs;

  private final boolean services;

  /** Where protocol and destination port are settled. */
  GeneralProgram(Scope scope) {
    this(scope, false);
  }

  private GeneralProgram(Scope scope, boolean services) {
    this.scope = scope;
    this.services = services;
    this.sets = new ValueSets(scope);
  }

  /** Where nothing is settled: rules look at protocols, ports and ICMP types too. */
  static GeneralProgram ofServices(Scope scope) {
    return new GeneralProgram(scope, true);
  }

  /**
   * The verdict to get there. Tiers are jumped to one after the other from one chain, and Pass is a
   * return: were each to go to the next, many tiers would be deeper than the sixteen levels that
   * the kernel follows.
   */
  Verdict lower(List<ClassRule> rules) {
    String name = scope.named("rules-" + ++programs);
    scope.draft().chain(name, "rules one after the other, tier by tier");
    List<Integer> tiers = rules.stream().map(ClassRule::tier).distinct().toList();
    for (int tier : tiers) {
      String here = chain(name, tier);
      scope.draft().chain(here, "rules one after the other");
      scope.draft().rule(name, Loads.verdict(Verdict.jump(here)));
      lower(here, rules.stream().filter(rule -> rule.tier() == tier).toList());
    }
    scope.draft().rule(name, Loads.verdict(scope.verdict(NO_MATCH)));
    return Verdict.goTo(name);
  }

  /** Appends rules of one tier, or such as decide. */
  void lower(String chain, List<ClassRule> rules) {
    int at = 0;
    while (at < rules.size()) {
      EffectiveRule rule = rules.get(at).rule();
      int end = at + 1;
      while (end < rules.size() && rules.get(end).rule().id().equals(rule.id())) {
        end++;
      }
      if (rule.action() == Action.LOG && end - at > 1) {
        logOnce(chain, rules.subList(at, end));
      } else {
        rules.subList(at, end).forEach(box -> lower(chain, box));
      }
      at = end;
    }
  }

  /** Several boxes of one rule may hold the same packet, which is logged once all the same. */
  private void logOnce(String chain, List<ClassRule> boxes) {
    RuleId id = boxes.get(0).rule().id();
    String once = chain + "-log-" + boxes.get(0).order() / ServiceModel.APART;
    scope.draft().chain(once, "logs once, whatever box matches");
    scope.draft().rule(chain, Loads.verdict(Verdict.jump(once)));
    for (ClassRule box : boxes) {
      List<Expression> expressions = matching(box);
      expressions.add(OutcomeChains.log());
      expressions.add(Loads.verdict(Verdict.RETURN));
      scope
          .draft()
          .log(id, scope.draft().rule(once, expressions, Comments.of(OutcomeChains.log(id))));
    }
  }

  private static String chain(String name, int tier) {
    return name + "-tier-" + tier;
  }

  private List<Expression> matching(ClassRule rule) {
    List<Expression> expressions = new ArrayList<>();
    if (services) {
      sets.matchProtocols(rule.box().protocols(), Loads.protocol(R0), expressions);
    }
    sets.matchAddress(rule.box().source(), Loads.source(scope.family(), R0), expressions);
    sets.matchAddress(rule.box().destination(), Loads.destination(scope.family(), R0), expressions);
    sets.matchPorts(rule.box().sourcePorts(), Loads.sourcePort(R0), expressions);
    if (services) {
      sets.matchPorts(rule.box().destinationPorts(), Loads.destinationPort(R0), expressions);
      // Type and code are the first two bytes of their header, where others have a port.
      sets.matchPorts(rule.box().icmp().asWords(), Loads.sourcePort(R0), expressions);
    }
    return expressions;
  }

  private void lower(String chain, ClassRule rule) {
    RuleId id = rule.rule().id();
    List<Expression> expressions = matching(rule);
    Action action = rule.rule().action();
    switch (action) {
      case LOG -> {
        expressions.add(OutcomeChains.log());
        scope
            .draft()
            .log(id, scope.draft().rule(chain, expressions, Comments.of(OutcomeChains.log(id))));
      }
      case PASS -> {
        expressions.add(Loads.verdict(Verdict.RETURN));
        scope.draft().rule(chain, expressions, Comments.of("Pass " + OutcomeChains.describe(id)));
      }
      case ALLOW, DENY -> {
        Decision.Reason reason =
            action == Action.ALLOW ? Decision.Reason.ALLOW : Decision.Reason.DENY;
        RuleOutcome outcome = new RuleOutcome(reason, Optional.of(id), List.of());
        expressions.add(Loads.verdict(scope.verdict(outcome)));
        scope.draft().rule(chain, expressions, Comments.of(OutcomeChains.describe(id)));
      }
    }
  }
}
