package io.portcullis.policy.effective;

import java.util.List;

/**
 * A rule with all it refers to resolved: it matches a packet that any of its boxes holds.
 *
 * @param id which rule it is
 * @param action what it does
 * @param boxes at least one per family it applies to; none if it can match nothing
 */
public record EffectiveRule(RuleId id, Action action, List<MatchBox> boxes) {

  public EffectiveRule {
    boxes = List.copyOf(boxes);
  }
}
