package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;

/**
 * One endpoint's policy read plainly, with the region of packets for which every step comes out the
 * same. What it says of a packet is what {@link io.portcullis.policy.effective.PlainReading#decide}
 * says, which tests hold it to and which has the last word on every counter-example.
 */
final class Reading {

  private final EffectivePolicy policy;
  private final boolean empty;
  private final DataplaneSettings settings;
  private final List<Boxes.Box> v4;
  private final List<Boxes.Box> v6;
  private final Services servicesV4;
  private final Services servicesV6;

  Reading(EffectivePolicy policy, DataplaneSettings settings, RuleNumbers numbers) {
    this.policy = policy;
    this.empty = policy.isEmpty();
    this.settings = settings;
    v4 = Boxes.of(policy, Family.V4, numbers);
    v6 = Boxes.of(policy, Family.V6, numbers);
    CutNumbers cuts = new CutNumbers();
    servicesV4 = new Services(Family.V4, v4, settings, cuts);
    servicesV6 = new Services(Family.V6, v6, settings, cuts);
  }

  /** What is read. */
  EffectivePolicy policy() {
    return policy;
  }

  /** True if services matter: some policy, and no connection that stays because it was let in. */
  boolean asksService(ConntrackState state) {
    return !empty && !settings.keeps(state);
  }

  Services services(Family family) {
    return family == Family.V4 ? servicesV4 : servicesV6;
  }

  /** True if packets of that state are dropped before policy is asked. */
  boolean dropsInvalid(ConntrackState state) {
    return state == ConntrackState.INVALID && settings.conntrackInvalid() == ConntrackInvalid.DROP;
  }

  /** True if a service's failsafes hold for packets to such a destination. */
  boolean failsafesHold(Cut cut, boolean toLocal) {
    return !cut.failsafes().isEmpty() && (settings.failsafeScope() == FailsafeScope.ANY || toLocal);
  }

  /**
   * What becomes of a packet. The caller has narrowed the region to where {@code cut} holds.
   *
   * @param cut what is left for its service; not looked at where {@link #asksService} is false
   */
  void decide(Packet packet, Cut cut, Region region, Answer out) {
    decide(packet, cut, Integer.MAX_VALUE, region, out);
  }

  /**
   * As {@link #decide(Packet, Cut, Region, Answer)}, but only by what comes before a box: true if
   * that decides, or else nothing it said matters to what comes after, apart from its logs.
   *
   * @param before number of the box, in its family
   */
  boolean decide(Packet packet, Cut cut, int before, Region region, Answer out) {
    out.clear();
    if (empty) {
      out.decide(Decision.Reason.NO_ENDPOINT, Answer.NONE);
      return true;
    }
    region.pin(Dimension.STATE);
    if (!asksService(packet.state())) {
      out.decide(Decision.Reason.ESTABLISHED, Answer.NONE);
    } else if (cut.neighbourDiscovery() && NeighbourDiscovery.holds(region)) {
      out.decide(Decision.Reason.NEIGHBOUR_DISCOVERY, Answer.NONE);
    } else if (isFailsafe(cut, packet, region)) {
      out.decide(Decision.Reason.FAILSAFE, Answer.NONE);
    } else if (dropsInvalid(packet.state())) {
      out.decide(Decision.Reason.INVALID, Answer.NONE);
    } else {
      return firstMatch(boxes(packet.family()), cut, 0, before, region, out);
    }
    return true;
  }

  /** As {@link #decide}, by boxes alone: from one number on, up to before another. */
  boolean decide(Family family, Cut cut, int from, int before, Region region, Answer out) {
    out.clear();
    return firstMatch(boxes(family), cut, from, before, region, out);
  }

  private List<Boxes.Box> boxes(Family family) {
    return family == Family.V4 ? v4 : v6;
  }

  /** True if any of these boxes looks at source ports, or at ICMP types. */
  boolean asksWords(Family family, List<Integer> numbers) {
    List<Boxes.Box> boxes = boxes(family);
    return numbers.stream()
        .map(boxes::get)
        .anyMatch(box -> !box.anyIcmp() || !box.box().sourcePorts().isAll());
  }

  /** The number of a rule's first box in a family; -1 if it has none. */
  int firstBox(Family family, int rule) {
    List<Boxes.Box> boxes = boxes(family);
    for (int i = 0; i < boxes.size(); i++) {
      if (boxes.get(i).number() == rule) {
        return i;
      }
    }
    return -1;
  }

  /** True if what was passed, or logged, before a box does not change what it does. */
  private static boolean independent(List<Boxes.Box> boxes, int box, int passed, int logged) {
    return box >= boxes.size()
        || (boxes.get(box).tier() != passed && boxes.get(box).rule() != logged);
  }

  private boolean isFailsafe(Cut cut, Packet packet, Region region) {
    if (!cut.failsafes().isEmpty() && settings.failsafeScope() == FailsafeScope.LOCAL) {
      region.pin(Dimension.LOCAL);
    }
    if (!failsafesHold(cut, packet.toLocal())) {
      return false;
    }
    for (Failsafe failsafe : cut.failsafes()) {
      if (failsafe.net().map(net -> Memberships.in(net, Dimension.SOURCE, region)).orElse(true)) {
        return true;
      }
    }
    return false;
  }

  private static boolean firstMatch(
      List<Boxes.Box> boxes, Cut cut, int from, int before, Region region, Answer out) {
    int passed = Answer.NONE;
    int logged = Answer.NONE;
    for (int i = cut.at(from); i < cut.boxes().size() && cut.boxes().get(i) < before; i++) {
      Boxes.Box box = boxes.get(cut.boxes().get(i));
      if (box.tier() == passed || box.rule() == logged || !holds(box, cut.icmp(), region)) {
        continue;
      }
      if (box.action() == Action.ALLOW) {
        out.decide(Decision.Reason.ALLOW, box.number());
        return true;
      }
      if (box.action() == Action.DENY) {
        out.decide(Decision.Reason.DENY, box.number());
        return true;
      }
      if (box.action() == Action.PASS) {
        passed = box.tier();
      } else {
        // Another box of the same rule must not log the packet again.
        logged = box.rule();
        out.log(box.number());
      }
    }
    out.decide(Decision.Reason.NO_MATCH, Answer.NONE);
    return before == Integer.MAX_VALUE || !independent(boxes, before, passed, logged);
  }

  private static boolean holds(Boxes.Box box, boolean icmp, Region region) {
    if (!box.anySource() && !Memberships.in(box.box().source(), Dimension.SOURCE, region)) {
      return false;
    }
    if (!box.anyDestination()
        && !Memberships.in(box.box().destination(), Dimension.DESTINATION, region)) {
      return false;
    }
    return icmp
        ? box.anyIcmp() || Memberships.in(box.words(), Dimension.FIRST_WORD, region)
        : box.anySourcePort()
            || Memberships.in(box.box().sourcePorts(), Dimension.FIRST_WORD, region);
  }
}
