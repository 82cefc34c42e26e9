package io.portcullis.compiler.proof;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.BoxCounts;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One policy as another with other sources: the same tiers, rules and boxes in the same order, of
 * which some hold other source addresses.
 *
 * @param v4 boxes with other sources, of IPv4
 * @param v6 the same of IPv6
 */
@SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
record SourceChange(List<Box> v4, List<Box> v6) {

  /**
   * A box with other sources.
   *
   * @param number among all boxes of its family
   * @param before the box as it was
   * @param after the box as it is
   */
  record Box(int number, MatchBox before, MatchBox after) {}

  SourceChange {
    v4 = List.copyOf(v4);
    v6 = List.copyOf(v6);
  }

  /**
   * What changed; empty if it is more than sources.
   *
   * @param counts all boxes of {@code before}; asked for if there is something to number
   */
  static Optional<SourceChange> between(
      EffectivePolicy before, EffectivePolicy after, Supplier<BoxCounts> counts) {
    List<List<EffectiveRule>> was = before.tiers().stream().map(EffectiveTier::rules).toList();
    List<List<EffectiveRule>> now = after.tiers().stream().map(EffectiveTier::rules).toList();
    List<Box> v4 = new ArrayList<>();
    List<Box> v6 = new ArrayList<>();
    if (was.size() != now.size()) {
      return Optional.empty();
    }
    for (int tier = 0; tier < was.size(); tier++) {
      String name = before.tiers().get(tier).name();
      if (!name.equals(after.tiers().get(tier).name())
          || was.get(tier).size() != now.get(tier).size()) {
        return Optional.empty();
      }
      for (int rule = 0; rule < was.get(tier).size(); rule++) {
        EffectiveRule one = was.get(tier).get(rule);
        EffectiveRule other = now.get(tier).get(rule);
        if (one == other) {
          continue;
        }
        int first4 = counts.get().before(tier, rule, Family.V4);
        int first6 = counts.get().before(tier, rule, Family.V6);
        if (!rule(one, other, new int[] {first4, first6}, v4, v6)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new SourceChange(v4, v6));
  }

  /**
   * Compares two rules.
   *
   * @param numbers of the next box of IPv4, and of IPv6
   */
  private static boolean rule(
      EffectiveRule was, EffectiveRule now, int[] numbers, List<Box> v4, List<Box> v6) {
    if (!was.id().equals(now.id()) || was.action() != now.action()) {
      return false;
    }
    if (was.boxes().size() != now.boxes().size()) {
      return false;
    }
    for (int i = 0; i < was.boxes().size(); i++) {
      MatchBox one = was.boxes().get(i);
      MatchBox other = now.boxes().get(i);
      boolean isV4 = one.family() == Family.V4;
      int number = numbers[isV4 ? 0 : 1]++;
      if (one != other && !one.equals(other)) {
        if (!withSourcesOf(one, other).equals(one)) {
          return false;
        }
        (isV4 ? v4 : v6).add(new Box(number, one, other));
      }
    }
    return true;
  }

  /** A box with the sources of another one. */
  private static MatchBox withSourcesOf(MatchBox sources, MatchBox of) {
    return new MatchBox(
        of.family(),
        of.protocols(),
        sources.source(),
        of.destination(),
        of.sourcePorts(),
        of.destinationPorts(),
        of.icmp());
  }

  /** All of them. */
  Stream<Box> boxes() {
    return Stream.concat(v4.stream(), v6.stream());
  }
}
