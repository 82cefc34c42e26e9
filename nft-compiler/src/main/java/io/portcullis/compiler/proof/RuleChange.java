package io.portcullis.compiler.proof;

import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.RuleId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One policy as another of which rules went and came. What both begin and end with is passed over:
 * a packet that no rule in between holds is held by the same boxes in the same order.
 */
@SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
final class RuleChange {

  /** A rule, by its name and place, and what it does. */
  record Key(RuleId rule, Action action) {

    static Key of(EffectiveRule rule) {
      return new Key(rule.id(), rule.action());
    }
  }

  private final Set<PacketBox> out;
  private final Set<Key> gone;

  private RuleChange(Set<PacketBox> out, Set<Key> gone) {
    this.out = out;
    this.gone = gone;
  }

  /**
   * Adds the packets of which the two may say otherwise, and the rules that went.
   *
   * @return false if it is more than rules
   */
  static boolean between(
      EffectivePolicy before, EffectivePolicy after, Set<PacketBox> out, Set<Key> gone) {
    if (before == after) {
      return true;
    }
    if (before.tiers().size() != after.tiers().size()) {
      return false;
    }
    RuleChange change = new RuleChange(out, gone);
    for (int i = 0; i < before.tiers().size(); i++) {
      EffectiveTier was = before.tiers().get(i);
      EffectiveTier is = after.tiers().get(i);
      if (!was.name().equals(is.name())) {
        return false;
      }
      change.tier(was.name(), was.rules(), is.rules());
    }
    return true;
  }

  private void tier(String name, List<EffectiveRule> was, List<EffectiveRule> is) {
    int both = Math.min(was.size(), is.size());
    int start = 0;
    while (start < both && same(was.get(start), is.get(start))) {
      start++;
    }
    int end = 0;
    while (end < both - start && same(was.get(was.size() - 1 - end), is.get(is.size() - 1 - end))) {
      end++;
    }
    EffectiveTier one = new EffectiveTier(name, was.subList(start, was.size() - end));
    EffectiveTier other = new EffectiveTier(name, is.subList(start, is.size() - end));
    PolicyChange.between(one, other, out);
    Set<Key> there = other.rules().stream().map(Key::of).collect(Collectors.toSet());
    one.rules().stream().map(Key::of).filter(key -> !there.contains(key)).forEach(gone::add);
  }

  private static boolean same(EffectiveRule one, EffectiveRule other) {
    return one == other || one.equals(other);
  }

  /** Takes out what a policy has. */
  static void strike(Set<Key> gone, EffectivePolicy policy) {
    Set<String> names = new HashSet<>();
    gone.forEach(key -> names.add(key.rule().policy()));
    for (EffectiveTier tier : gone.isEmpty() ? List.<EffectiveTier>of() : policy.tiers()) {
      for (EffectiveRule rule : tier.rules()) {
        if (names.contains(rule.id().policy())) {
          gone.remove(Key.of(rule));
        }
      }
    }
  }

  /** What a rule does that decides for that reason; empty if no rule does. */
  static Optional<Action> action(io.portcullis.policy.effective.Decision.Reason reason) {
    return switch (reason) {
      case ALLOW -> Optional.of(Action.ALLOW);
      case DENY -> Optional.of(Action.DENY);
      case NO_MATCH, NO_ENDPOINT, ESTABLISHED, NEIGHBOUR_DISCOVERY, FAILSAFE, INVALID ->
          Optional.empty();
    };
  }
}
