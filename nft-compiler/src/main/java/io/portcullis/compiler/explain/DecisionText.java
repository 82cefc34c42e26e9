package io.portcullis.compiler.explain;

import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;

/** A decision in one line, for people. */
public final class DecisionText {

  private DecisionText() {}

  /** What becomes of a packet, and what decided that. */
  public static String of(Decision decision) {
    return switch (decision.reason()) {
      case NO_ENDPOINT -> "continues: no host endpoint with pre-DNAT policy on this interface";
      case ESTABLISHED -> "continues: its connection is established or related";
      case NEIGHBOUR_DISCOVERY -> "continues: IPv6 neighbour or listener discovery";
      case FAILSAFE -> "continues: failsafe port";
      case INVALID -> "denied: connection tracking says it is invalid";
      case NO_MATCH -> "continues: no rule decides";
      case ALLOW -> "allowed by " + rule(decision);
      case DENY -> "denied by " + rule(decision);
    };
  }

  /** Policy, number, tier and place of a rule. */
  public static String of(RuleId rule) {
    return "policy "
        + rule.policy()
        + " rule "
        + rule.index()
        + " of tier "
        + rule.tier()
        + ", "
        + rule.position();
  }

  private static String rule(Decision decision) {
    return decision.rule().map(DecisionText::of).orElse("a rule");
  }
}
