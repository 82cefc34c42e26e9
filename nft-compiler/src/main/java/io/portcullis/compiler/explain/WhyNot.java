package io.portcullis.compiler.explain;

import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Why a policy, or one of its rules, did not decide a packet. */
public final class WhyNot {

  private WhyNot() {}

  /**
   * One line for each rule that is asked about.
   *
   * @param policy a policy's name
   * @param index of one of its rules; empty for all of them
   * @return one line that says why none was asked, if that is so; nothing if the policy applies,
   *     and has no such rule
   */
  public static List<String> lines(
      NodePolicy node, Packet packet, String policy, OptionalInt index) {
    Decision decision = PlainReading.decide(node, packet);
    EffectivePolicy applying =
        PlainReading.policyOf(node, packet.inInterface()).orElse(EffectivePolicy.NONE);
    switch (decision.reason()) {
      case ALLOW, DENY, NO_MATCH -> {
        List<String> out = new ArrayList<>();
        boolean applies = walk(applying, decision, packet, policy, index, out);
        return applies
            ? List.copyOf(out)
            : List.of(
                "policy "
                    + policy
                    + " does not apply to the endpoint of "
                    + packet.inInterface()
                    + ", or has no rules");
      }
      default -> {
        return List.of("policy is not asked about this packet: it " + DecisionText.of(decision));
      }
    }
  }

  private static boolean walk(
      EffectivePolicy applying,
      Decision decision,
      Packet packet,
      String policy,
      OptionalInt index,
      List<String> out) {
    boolean applies = false;
    Optional<EffectiveRule> decider = Optional.empty();
    for (EffectiveTier tier : applying.tiers()) {
      Optional<EffectiveRule> end = decider;
      for (EffectiveRule rule : tier.rules()) {
        boolean matches = PlainReading.matches(rule, packet);
        if (rule.id().policy().equals(policy)) {
          applies = true;
          if (index.isEmpty() || index.getAsInt() == rule.id().index()) {
            out.add(name(rule) + ": " + why(rule, matches, end, decision, packet));
          }
        }
        if (matches && end.isEmpty() && rule.action() != Action.LOG) {
          end = Optional.of(rule);
          decider = rule.action() == Action.PASS ? decider : end;
        }
      }
    }
    return applies;
  }

  private static String why(
      EffectiveRule rule,
      boolean matches,
      Optional<EffectiveRule> end,
      Decision decision,
      Packet packet) {
    if (end.isPresent()) {
      EffectiveRule first = end.get();
      String how = first.action() == Action.PASS ? " passes to the next tier" : " decides";
      return "not asked, since "
          + name(first)
          + how
          + " first; "
          + (matches ? "it would match" : "it would not match either: " + failing(rule, packet));
    }
    if (!matches) {
      return "does not match: " + failing(rule, packet);
    }
    return switch (rule.action()) {
      case LOG -> "matches and logs, which decides nothing";
      case PASS -> "matches, and passes to the next tier";
      case ALLOW, DENY ->
          "decides: the packet is " + (decision.drops() ? "denied" : "allowed") + " by it";
    };
  }

  private static String name(EffectiveRule rule) {
    RuleId id = rule.id();
    return "rule %d of policy %s (%s, %s)"
        .formatted(id.index(), id.policy(), ExplanationText.name(rule.action()), id.position());
  }

  /** All that keeps the box from matching that comes nearest. */
  private static String failing(EffectiveRule rule, Packet packet) {
    List<Criterion> fewest = List.of();
    Optional<MatchBox> nearest = Optional.empty();
    for (MatchBox box : rule.boxes()) {
      List<Criterion> failing =
          Arrays.stream(Criterion.values())
              .filter(criterion -> !criterion.holds(box, packet))
              .toList();
      boolean family = failing.contains(Criterion.IP_VERSION);
      if (nearest.isEmpty()
          || (family ? Criterion.values().length : failing.size()) < fewest.size()) {
        nearest = Optional.of(box);
        fewest = failing;
      }
    }
    if (nearest.isEmpty()) {
      return "it can match nothing";
    }
    if (fewest.contains(Criterion.IP_VERSION)) {
      return "it is for the other IP version";
    }
    MatchBox box = nearest.get();
    return String.join("; ", fewest.stream().map(of -> Asked.text(of, box, packet)).toList());
  }
}
