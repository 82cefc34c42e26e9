package io.portcullis.compiler.model;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;

/**
 * One box of one rule, where the protocol and the destination port are settled already.
 *
 * @param order among all boxes of the policy and family; lower comes first
 * @param tier index of the rule's tier
 * @param rule whose box it is
 * @param box of which source, destination and source ports are still open
 */
public record ClassRule(int order, int tier, EffectiveRule rule, MatchBox box) {

  /** True if only the source address is open. */
  public boolean onlySource() {
    return box.destination().isAll() && box.sourcePorts().isAll();
  }

  /** The same rule at the same place with another box, of other sources. */
  public ClassRule with(MatchBox other) {
    return new ClassRule(order, tier, rule, other);
  }

  /** The same, of which the source is settled too. */
  ClassRule fromAnywhere() {
    MatchBox open =
        new MatchBox(
            box.family(),
            box.protocols(),
            AddressSet.all(box.family()),
            box.destination(),
            box.sourcePorts(),
            box.destinationPorts(),
            box.icmp());
    return new ClassRule(order, tier, rule, open);
  }
}
