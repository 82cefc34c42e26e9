package io.portcullis.compiler.explain;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Step;
import io.portcullis.compiler.interpret.UnsupportedExpressionException;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what becomes of a packet, rule by rule. */
public final class Explainer {

  private Explainer() {}

  /** Explains what becomes of a packet under a compiled policy. */
  public static Explanation explain(CompiledPolicy compiled, Packet packet) {
    Decision decision = PlainReading.decide(compiled.policy(), packet);
    Optional<EndpointBinding> endpoint = endpoint(compiled.policy(), packet.inInterface());
    List<TierStep> tiers =
        isOfPolicy(decision)
            ? endpoint.map(binding -> tiers(binding, packet)).orElse(List.of())
            : List.of();
    return new Explanation(
        packet,
        decision,
        endpoint,
        tiers,
        places(compiled, decision),
        path(compiled, packet),
        Edits.nearest(compiled.policy(), packet));
  }

  private static Optional<List<Step>> path(CompiledPolicy compiled, Packet packet) {
    try {
      return Optional.of(new RulesetInterpreter(compiled.ruleset()).run(packet).steps());
    } catch (UnsupportedExpressionException e) {
      // Not the compiler's, then. What policy says can be explained all the same.
      return Optional.empty();
    }
  }

  private static Optional<EndpointBinding> endpoint(NodePolicy node, String inInterface) {
    EndpointBinding own = node.interfaces().get(inInterface);
    if (own != null) {
      return Optional.of(own);
    }
    boolean exempt = inInterface.equals("lo") && node.settings().loopback() == Loopback.EXEMPT;
    return exempt ? Optional.empty() : node.wildcard();
  }

  private static boolean isOfPolicy(Decision decision) {
    return switch (decision.reason()) {
      case ALLOW, DENY, NO_MATCH -> true;
      case NO_ENDPOINT, ESTABLISHED, NEIGHBOUR_DISCOVERY, FAILSAFE, INVALID -> false;
    };
  }

  private static List<TierStep> tiers(EndpointBinding endpoint, Packet packet) {
    List<TierStep> out = new ArrayList<>();
    for (EffectiveTier tier : endpoint.policy().tiers()) {
      List<RuleStep> steps = new ArrayList<>();
      boolean decided = ask(tier, packet, steps);
      out.add(new TierStep(tier.name(), steps));
      if (decided) {
        break;
      }
    }
    return out;
  }

  /** Asks the rules of a tier, and says whether one of them decided. */
  private static boolean ask(EffectiveTier tier, Packet packet, List<RuleStep> out) {
    for (EffectiveRule rule : tier.rules()) {
      RuleStep step = ask(rule, packet);
      out.add(step);
      if (step.matched() && rule.action() != Action.LOG) {
        return rule.action() != Action.PASS;
      }
    }
    return false;
  }

  private static RuleStep ask(EffectiveRule rule, Packet packet) {
    Optional<Criterion> nearest = Optional.empty();
    for (MatchBox box : rule.boxes()) {
      Optional<Criterion> failed = Criterion.firstFailing(box, packet);
      if (failed.isEmpty()) {
        return new RuleStep(rule.id(), rule.action(), true, Optional.empty());
      }
      if (nearest.isEmpty() || failed.get().compareTo(nearest.get()) > 0) {
        nearest = failed;
      }
    }
    return new RuleStep(rule.id(), rule.action(), false, nearest);
  }

  private static List<Place> places(CompiledPolicy compiled, Decision decision) {
    return compiled.outcomes().stream()
        .filter(
            outcome ->
                outcome.reason() == decision.reason() && outcome.rule().equals(decision.rule()))
        .map(Outcome::place)
        .distinct()
        .toList();
  }
}
