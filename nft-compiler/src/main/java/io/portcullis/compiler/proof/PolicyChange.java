package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packets of which one policy may say otherwise than another: those that are in a box which only
 * one of them has, or has in another order. For all others both have the same boxes in the same
 * order.
 */
final class PolicyChange {

  /** More ranges than these are taken as one. */
  private static final int MANY = 256;

  private final Set<PacketBox> out;

  private PolicyChange(Set<PacketBox> out) {
    this.out = out;
  }

  /** A box, and what tells it from others of its policy and family. */
  private record Numbered(List<Object> key, MatchBox box) {}

  static void between(EffectivePolicy before, EffectivePolicy after, Set<PacketBox> out) {
    if (!before.equals(after)) {
      for (Family family : Family.values()) {
        new PolicyChange(out).align(boxes(before, family), boxes(after, family));
      }
    }
  }

  /**
   * The same for rules of one tier, where a rule that stands elsewhere in its file is another one.
   */
  static void between(EffectiveTier before, EffectiveTier after, Set<PacketBox> out) {
    for (Family family : Family.values()) {
      List<Numbered> was = new ArrayList<>();
      List<Numbered> is = new ArrayList<>();
      collect(before, family, was);
      collect(after, family, is);
      new PolicyChange(out).align(was, is);
    }
  }

  private static void collect(EffectiveTier tier, Family family, List<Numbered> out) {
    for (EffectiveRule rule : tier.rules()) {
      int number = 0;
      for (MatchBox box : rule.boxes()) {
        if (box.family() == family) {
          out.add(new Numbered(List.of(rule.id(), rule.action(), number++), box));
        }
      }
    }
  }

  /** The same for one box that becomes another. */
  static void between(MatchBox before, MatchBox after, Set<PacketBox> out) {
    new PolicyChange(out).compare(before, after);
  }

  private static List<Numbered> boxes(EffectivePolicy policy, Family family) {
    List<Numbered> all = new ArrayList<>();
    for (EffectiveTier tier : policy.tiers()) {
      for (EffectiveRule rule : tier.rules()) {
        int number = 0;
        for (MatchBox box : rule.boxes()) {
          if (box.family() == family) {
            all.add(new Numbered(key(tier, rule, number++), box));
          }
        }
      }
    }
    return all;
  }

  private static List<Object> key(EffectiveTier tier, EffectiveRule rule, int box) {
    Action action = rule.action();
    return List.of(tier.name(), rule.id().policy(), rule.id().index(), action, box);
  }

  private void align(List<Numbered> before, List<Numbered> after) {
    Map<List<Object>, Integer> places = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      places.put(before.get(i).key(), i);
    }
    int next = 0;
    for (Numbered box : after) {
      int at = places.getOrDefault(box.key(), -1);
      if (at < next) {
        add(box.box(), box.box().source());
        continue;
      }
      for (; next < at; next++) {
        add(before.get(next).box(), before.get(next).box().source());
      }
      next = at + 1;
      compare(before.get(at).box(), box.box());
    }
    for (; next < before.size(); next++) {
      add(before.get(next).box(), before.get(next).box().source());
    }
  }

  private void compare(MatchBox before, MatchBox after) {
    if (before.equals(after)) {
      return;
    }
    MatchBox moved =
        new MatchBox(
            after.family(),
            after.protocols(),
            before.source(),
            after.destination(),
            after.sourcePorts(),
            after.destinationPorts(),
            after.icmp());
    if (moved.equals(before)) {
      add(after, before.source().minus(after.source()));
      add(after, after.source().minus(before.source()));
    } else {
      add(before, before.source());
      add(after, after.source());
    }
  }

  /** All of a box, or more: some ranges of sources and ports, the rest as a whole. */
  private void add(MatchBox box, AddressSet sources) {
    List<PortSet.Range> ports = box.destinationPorts().ranges();
    if (sources.isEmpty() || ports.isEmpty()) {
      return;
    }
    boolean few = sources.rangeCount() * (long) ports.size() <= MANY;
    int last = sources.rangeCount() - 1;
    for (int i = 0; i <= (few ? last : 0); i++) {
      int end = few ? i : last;
      PacketBox from =
          PacketBox.everything(box.family())
              .within(
                  Dimension.SOURCE,
                  sources.firstHigh(i),
                  sources.firstLow(i),
                  sources.lastHigh(end),
                  sources.lastLow(end))
              .orElseThrow();
      for (int j = 0; j < (few ? ports.size() : 1); j++) {
        int lastPort = ports.get(few ? j : ports.size() - 1).last();
        from.within(Dimension.DESTINATION_PORT, ports.get(j).first(), lastPort).ifPresent(out::add);
      }
    }
  }
}
