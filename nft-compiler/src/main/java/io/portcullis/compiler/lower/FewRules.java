package io.portcullis.compiler.lower;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.RuleOutcome;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Few rules of one tier that only ask for a protocol and ports in a row: a comparison for each, in
 * the chain that packets are in, where {@link GeneralProgram} jumps to a chain for each tier.
 */
final class FewRules {

  private static final RuleOutcome NO_MATCH =
      new RuleOutcome(Decision.Reason.NO_MATCH, Optional.empty(), List.of());

  private FewRules() {}

  /** True if rules, of which the source is settled, are all of that kind. */
  static boolean fits(List<ClassRule> rules) {
    return rules.stream().map(ClassRule::tier).distinct().count() <= 1
        && rules.stream().allMatch(FewRules::fits);
  }

  private static boolean fits(ClassRule rule) {
    MatchBox box = rule.box();
    Action action = rule.rule().action();
    return (action == Action.ALLOW || action == Action.DENY)
        && rule.onlySource()
        && box.source().isAll()
        && box.icmp().isAll()
        && box.protocols().size() == 1
        && ProtocolSet.hasPorts(box.protocols().toArray()[0])
        && !box.destinationPorts().isAll()
        && box.destinationPorts().ranges().size() == 1;
  }

  /** Appends to {@code chain} what decides every packet that gets there, or returns it. */
  static void lower(Scope scope, List<ClassRule> rules, String chain) {
    for (ClassRule rule : rules) {
      boolean allows = rule.rule().action() == Action.ALLOW;
      Decision.Reason reason = allows ? Decision.Reason.ALLOW : Decision.Reason.DENY;
      RuleOutcome outcome = new RuleOutcome(reason, Optional.of(rule.rule().id()), List.of());
      PortSet.Range ports = rule.box().destinationPorts().ranges().get(0);
      List<Expression> expressions = new ArrayList<>();
      ComparedPorts.service(
          scope.family(),
          rule.box().protocols().toArray()[0],
          ports.first(),
          ports.last(),
          expressions);
      expressions.add(Loads.verdict(scope.verdict(outcome)));
      String comment = OutcomeChains.describe(rule.rule().id());
      scope.draft().rule(chain, expressions, Comments.of(comment));
    }
    scope.draft().rule(chain, Loads.verdict(scope.verdict(NO_MATCH)));
  }
}
