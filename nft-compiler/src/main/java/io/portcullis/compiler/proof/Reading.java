package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.BoxCounts;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.Optional;

/**
 * One endpoint's policy read plainly, with the region of packets for which every step comes out the
 * same. What it says of a packet is what {@link io.portcullis.policy.effective.PlainReading#decide}
 * says, which tests hold it to and which has the last word on every counter-example.
 */
final class Reading {

  private final EffectivePolicy policy;
  private final boolean empty;
  private final DataplaneSettings settings;
  private final RuleNumbers numbers;

  /** Empty until it is asked for: it takes a look at each box. */
  private Optional<BoxList> v4 = Optional.empty();

  private Optional<BoxList> v6 = Optional.empty();

  /** Empty until a few packets are asked for. */
  private Optional<PortIndex> index = Optional.empty();

  /** Empty until something is to be numbered. */
  private Optional<BoxCounts> counts = Optional.empty();

  Reading(EffectivePolicy policy, DataplaneSettings settings, RuleNumbers numbers) {
    this.policy = policy;
    this.empty = policy.isEmpty();
    this.settings = settings;
    this.numbers = numbers;
  }

  /** The same with other sources; {@code other} is what {@code change} makes of its policy. */
  Reading with(EffectivePolicy other, SourceChange change) {
    Reading out = with(other);
    out.v4 = v4.map(boxes -> boxes.with(change.v4()));
    out.v6 = v6.map(boxes -> boxes.with(change.v6()));
    out.index = index;
    out.counts = counts;
    return out;
  }

  /** Another policy, read likewise. */
  Reading with(EffectivePolicy other) {
    return new Reading(other, settings, numbers);
  }

  /**
   * What is read for some packets alone: the same, unless not all of it was asked for so far. No
   * other box holds any of them.
   */
  Reading within(PacketBox packets) {
    if ((packets.family() == Family.V4 ? v4 : v6).isPresent()) {
      return this;
    }
    Reading out = with(policy);
    PortIndex ports = index.orElseGet(() -> new PortIndex(policy));
    index = Optional.of(ports);
    BoxList boxes =
        new BoxList(
            packets.family(), Boxes.of(policy, ports, packets, numbers), settings.failsafes());
    out.v4 = Optional.of(boxes).filter(some -> packets.family() == Family.V4);
    out.v6 = Optional.of(boxes).filter(some -> packets.family() == Family.V6);
    return out;
  }

  /** How many of all its boxes come before each rule. */
  BoxCounts counts() {
    BoxCounts found = counts.orElseGet(() -> BoxCounts.of(policy, box -> true));
    counts = Optional.of(found);
    return found;
  }

  /** What is read. */
  EffectivePolicy policy() {
    return policy;
  }

  /** True if services matter: some policy, and no connection that stays because it was let in. */
  boolean asksService(ConntrackState state) {
    return !empty && !settings.keeps(state);
  }

  /** Its boxes of one family. */
  BoxList boxes(Family family) {
    BoxList found =
        (family == Family.V4 ? v4 : v6)
            .orElseGet(
                () -> new BoxList(family, Boxes.of(policy, family, numbers), settings.failsafes()));
    if (family == Family.V4) {
      v4 = Optional.of(found);
    } else {
      v6 = Optional.of(found);
    }
    return found;
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
      return boxes(packet.family()).firstMatch(cut, 0, before, region, out);
    }
    return true;
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
}
