package io.portcullis.compiler.proof;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import java.util.ArrayList;
import java.util.List;

/** The boxes of a policy in one family, in order of evaluation, each with what its rule does. */
final class Boxes {

  /**
   * One box.
   *
   * @param tier index of the tier
   * @param rule unlike that of any other rule of the policy
   * @param number the rule's, see {@link RuleNumbers}
   * @param action what the rule does
   * @param box what it holds
   * @param words its ICMP types and codes
   * @param anyIcmp whether these are all
   * @param anySource whether its source addresses are all
   * @param anyDestination whether its destination addresses are all
   * @param anySourcePort whether its source ports are all
   */
  record Box(
      int tier,
      int rule,
      int number,
      Action action,
      MatchBox box,
      PortSet words,
      boolean anyIcmp,
      boolean anySource,
      boolean anyDestination,
      boolean anySourcePort) {

    /** The same place with other sources. */
    Box with(MatchBox other) {
      return new Box(
          tier,
          rule,
          number,
          action,
          other,
          words,
          anyIcmp,
          other.source().isAll(),
          anyDestination,
          anySourcePort);
    }
  }

  private Boxes() {}

  /** Those of a family. */
  static List<Box> of(EffectivePolicy policy, Family family, RuleNumbers numbers) {
    List<Box> out = new ArrayList<>();
    int rules = 0;
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      EffectiveTier effective = policy.tiers().get(tier);
      for (EffectiveRule rule : effective.rules()) {
        for (MatchBox box : rule.boxes()) {
          if (box.family() == family) {
            out.add(box(tier, rules, numbers, rule, box));
          }
        }
        rules++;
      }
    }
    return out;
  }

  /** Those that may hold some packets, by an index of the policy's ports. */
  static List<Box> of(
      EffectivePolicy policy, PortIndex index, PacketBox packets, RuleNumbers numbers) {
    List<Box> out = new ArrayList<>();
    for (int number : index.of(packets.firstPort(), packets.lastPort())) {
      int tier = index.tierOf(number);
      EffectiveRule rule = policy.tiers().get(tier).rules().get(number - index.firstOf(tier));
      for (MatchBox box : rule.boxes()) {
        if (box.family() == packets.family() && packets.mayHold(box)) {
          out.add(box(tier, number, numbers, rule, box));
        }
      }
    }
    return out;
  }

  private static Box box(
      int tier, int rules, RuleNumbers numbers, EffectiveRule rule, MatchBox box) {
    boolean anyIcmp = box.icmp().isAll();
    return new Box(
        tier,
        rules,
        numbers.of(rule.id()),
        rule.action(),
        box,
        anyIcmp ? PortSet.ALL : box.icmp().asWords(),
        anyIcmp,
        box.source().isAll(),
        box.destination().isAll(),
        box.sourcePorts().isAll());
  }
}
