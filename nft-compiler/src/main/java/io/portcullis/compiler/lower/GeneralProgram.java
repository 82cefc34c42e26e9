package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
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

  GeneralProgram(Scope scope) {
    this.scope = scope;
    this.sets = new ValueSets(scope);
  }

  /** The verdict to get there. */
  Verdict lower(ServiceClass service) {
    String name = scope.named("rules-" + ++programs);
    List<Integer> tiers = service.rules().stream().map(ClassRule::tier).distinct().toList();
    for (int tier : tiers) {
      scope.draft().chain(chain(name, tier), "rules with destinations or source ports");
    }
    for (int i = 0; i < tiers.size(); i++) {
      int tier = tiers.get(i);
      String here = chain(name, tier);
      String next =
          i + 1 < tiers.size() ? chain(name, tiers.get(i + 1)) : scope.outcomes().chain(NO_MATCH);
      for (ClassRule rule : service.rules()) {
        if (rule.tier() == tier) {
          lower(here, rule, next);
        }
      }
      scope.draft().rule(here, Loads.goTo(next));
    }
    return Verdict.goTo(chain(name, tiers.get(0)));
  }

  private static String chain(String name, int tier) {
    return name + "-tier-" + tier;
  }

  private void lower(String chain, ClassRule rule, String nextTier) {
    RuleId id = rule.rule().id();
    List<Expression> expressions = new ArrayList<>();
    sets.matchAddress(rule.box().source(), Loads.source(scope.family(), R0), expressions);
    sets.matchAddress(rule.box().destination(), Loads.destination(scope.family(), R0), expressions);
    sets.matchPorts(rule.box().sourcePorts(), Loads.sourcePort(R0), expressions);
    Action action = rule.rule().action();
    switch (action) {
      case LOG -> {
        expressions.add(OutcomeChains.log());
        scope
            .draft()
            .log(id, scope.draft().rule(chain, expressions, Comments.of(OutcomeChains.log(id))));
      }
      case PASS -> {
        expressions.add(Loads.goTo(nextTier));
        scope.draft().rule(chain, expressions, Comments.of("Pass " + OutcomeChains.describe(id)));
      }
      case ALLOW, DENY -> {
        Decision.Reason reason =
            action == Action.ALLOW ? Decision.Reason.ALLOW : Decision.Reason.DENY;
        RuleOutcome outcome = new RuleOutcome(reason, Optional.of(id), List.of());
        expressions.add(Loads.goTo(scope.outcomes().chain(outcome)));
        scope.draft().rule(chain, expressions, Comments.of(OutcomeChains.describe(id)));
      }
    }
  }
}
