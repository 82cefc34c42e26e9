package io.portcullis.compiler.incremental;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two policies with the same rules, of which some have other sources. Rules that both share are not
 * looked into, so that what does not change costs little.
 */
@SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
final class ChangedSources {

  /**
   * A box with other sources.
   *
   * @param family whose packets it holds
   * @param order among the boxes of its family that hold a packet
   * @param box with the sources of now
   */
  record Box(Family family, int order, MatchBox box) {}

  private final List<Box> changed = new ArrayList<>();
  private int v4;
  private int v6;

  private ChangedSources() {}

  /** The boxes with other sources; empty if anything else differs too. */
  static Optional<List<Box>> between(EffectivePolicy before, EffectivePolicy after) {
    ChangedSources changes = new ChangedSources();
    if (before == after) {
      return Optional.of(List.of());
    }
    if (before.tiers().size() != after.tiers().size()) {
      return Optional.empty();
    }
    for (int i = 0; i < before.tiers().size(); i++) {
      if (!changes.tier(before.tiers().get(i), after.tiers().get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(changes.changed);
  }

  private boolean tier(EffectiveTier before, EffectiveTier after) {
    if (!before.name().equals(after.name()) || before.rules().size() != after.rules().size()) {
      return false;
    }
    for (int i = 0; i < before.rules().size(); i++) {
      if (!rule(before.rules().get(i), after.rules().get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean rule(EffectiveRule before, EffectiveRule after) {
    List<MatchBox> was = before.boxes();
    List<MatchBox> now = after.boxes();
    if (before != after
        && (!before.id().equals(after.id())
            || before.action() != after.action()
            || was.size() != now.size())) {
      return false;
    }
    for (int i = 0; i < was.size(); i++) {
      if (!box(was.get(i), now.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean box(MatchBox before, MatchBox after) {
    boolean empty = before.isEmpty();
    if (before != after && !before.source().equals(after.source())) {
      if (!sameBesides(before, after) || empty != after.isEmpty()) {
        return false;
      }
      if (!empty) {
        changed.add(new Box(after.family(), after.family() == Family.V4 ? v4 : v6, after));
      }
    } else if (before != after && !before.equals(after)) {
      return false;
    }
    v4 += !empty && before.family() == Family.V4 ? 1 : 0;
    v6 += !empty && before.family() == Family.V6 ? 1 : 0;
    return true;
  }

  private static boolean sameBesides(MatchBox before, MatchBox after) {
    return before.family() == after.family()
        && before.protocols().equals(after.protocols())
        && before.destination().equals(after.destination())
        && before.sourcePorts().equals(after.sourcePorts())
        && before.destinationPorts().equals(after.destinationPorts())
        && before.icmp().equals(after.icmp());
  }
}
