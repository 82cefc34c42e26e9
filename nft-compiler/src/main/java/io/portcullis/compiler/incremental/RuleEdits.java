package io.portcullis.compiler.incremental;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.BoxCounts;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What makes one policy of another with the same tiers: boxes with other sources, and boxes that go
 * and come. Rules that both share are not looked into, so that what does not change costs little.
 */
@SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
final class RuleEdits {

  /** The boxes that have a number: those that hold a packet. */
  static final Predicate<MatchBox> HOLD = box -> !box.isEmpty();

  /**
   * A box with other sources.
   *
   * @param at its number among the boxes of its family, before, that hold a packet
   * @param box with the sources of now
   */
  record Changed(Family family, int at, MatchBox box) {}

  /** A box that goes; {@code at} as in {@link Changed}. */
  record Gone(Family family, int at, EffectiveRule rule) {}

  /**
   * A box that comes.
   *
   * @param before the number of the one before which it comes, as in {@link Changed}
   * @param tier index of its rule's tier
   */
  record Come(Family family, int before, int tier, EffectiveRule rule, MatchBox box) {}

  private final List<Changed> changed = new ArrayList<>();
  private final List<Gone> gone = new ArrayList<>();
  private final List<Come> come = new ArrayList<>();
  private final BoxCounts counts;
  private int v4;
  private int v6;

  /** Whether no rule went or came, one without boxes included. */
  private boolean sameRules = true;

  private RuleEdits(BoxCounts counts) {
    this.counts = counts;
  }

  /**
   * What changed, in order; empty if it is more than rules.
   *
   * @param counts of {@code before}, by {@link #HOLD}
   */
  static Optional<RuleEdits> between(
      EffectivePolicy before, EffectivePolicy after, BoxCounts counts) {
    RuleEdits edits = new RuleEdits(counts);
    if (before == after) {
      return Optional.of(edits);
    }
    if (before.tiers().size() != after.tiers().size()) {
      return Optional.empty();
    }
    for (int i = 0; i < before.tiers().size(); i++) {
      EffectiveTier was = before.tiers().get(i);
      EffectiveTier now = after.tiers().get(i);
      if (!was.name().equals(now.name())) {
        return Optional.empty();
      }
      edits.tier(i, was.rules(), now.rules());
    }
    return Optional.of(edits);
  }

  /** True if both policies have the same rules but for sources, so that counts of one hold. */
  boolean onlySources() {
    return sameRules;
  }

  List<Changed> changed() {
    return changed;
  }

  List<Gone> gone() {
    return gone;
  }

  List<Come> come() {
    return come;
  }

  private void tier(int tier, List<EffectiveRule> was, List<EffectiveRule> now) {
    int start = 0;
    int both = Math.min(was.size(), now.size());
    while (start < both && pairs(was.get(start), now.get(start))) {
      rule(tier, start, was.get(start), now.get(start));
      start++;
    }
    int end = 0;
    while (end < both - start
        && pairs(was.get(was.size() - 1 - end), now.get(now.size() - 1 - end))) {
      end++;
    }
    middle(tier, start, was.subList(0, was.size() - end), now.subList(start, now.size() - end));
    for (; end > 0; end--) {
      int at = was.size() - end;
      rule(tier, at, was.get(at), now.get(now.size() - end));
    }
  }

  /** Pairs what has the same name and is in the same order; the rest goes and comes. */
  private void middle(int tier, int start, List<EffectiveRule> was, List<EffectiveRule> now) {
    Map<RuleId, Integer> places = new HashMap<>();
    for (int i = 0; i < now.size(); i++) {
      places.put(now.get(i).id(), i);
    }
    int next = 0;
    for (int i = start; i < was.size(); i++) {
      EffectiveRule rule = was.get(i);
      int at = places.getOrDefault(rule.id(), -1);
      if (at < next || !pairs(rule, now.get(at))) {
        begin(tier, i);
        goes(rule);
        continue;
      }
      begin(tier, i);
      for (; next < at; next++) {
        comes(tier, now.get(next));
      }
      rule(tier, i, rule, now.get(next++));
    }
    begin(tier, was.size());
    for (; next < now.size(); next++) {
      comes(tier, now.get(next));
    }
  }

  /** Goes on with the boxes of a rule of before; with what is behind it, if there is none. */
  private void begin(int tier, int rule) {
    v4 = counts.before(tier, rule, Family.V4);
    v6 = counts.before(tier, rule, Family.V6);
  }

  private static boolean pairs(EffectiveRule was, EffectiveRule now) {
    return was == now || (was.action() == now.action() && was.id().equals(now.id()));
  }

  private void rule(int tier, int at, EffectiveRule was, EffectiveRule now) {
    if (was == now || was.boxes() == now.boxes()) {
      return;
    }
    begin(tier, at);
    if (!onlySources(was.boxes(), now.boxes())) {
      goes(was);
      comes(tier, now);
      return;
    }
    for (int i = 0; i < was.boxes().size(); i++) {
      MatchBox box = now.boxes().get(i);
      MatchBox before = was.boxes().get(i);
      if (before != box && !before.isEmpty() && !before.source().equals(box.source())) {
        changed.add(new Changed(box.family(), number(box.family()), box));
      }
      pass(before);
    }
  }

  private static boolean onlySources(List<MatchBox> was, List<MatchBox> now) {
    if (was.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < was.size(); i++) {
      if (was.get(i) != now.get(i) && !onlySources(was.get(i), now.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean onlySources(MatchBox before, MatchBox after) {
    return before.family() == after.family()
        && before.isEmpty() == after.isEmpty()
        && before.protocols().equals(after.protocols())
        && before.destination().equals(after.destination())
        && before.sourcePorts().equals(after.sourcePorts())
        && before.destinationPorts().equals(after.destinationPorts())
        && before.icmp().equals(after.icmp());
  }

  private void goes(EffectiveRule rule) {
    sameRules = false;
    for (MatchBox box : rule.boxes()) {
      if (!box.isEmpty()) {
        gone.add(new Gone(box.family(), number(box.family()), rule));
      }
      pass(box);
    }
  }

  private void comes(int tier, EffectiveRule rule) {
    sameRules = false;
    for (MatchBox box : rule.boxes()) {
      if (!box.isEmpty()) {
        come.add(new Come(box.family(), number(box.family()), tier, rule, box));
      }
    }
  }

  private int number(Family family) {
    return family == Family.V4 ? v4 : v6;
  }

  private void pass(MatchBox before) {
    v4 += !before.isEmpty() && before.family() == Family.V4 ? 1 : 0;
    v6 += !before.isEmpty() && before.family() == Family.V6 ? 1 : 0;
  }
}
