package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.compiler.interpret.Region;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;

/**
 * One endpoint's policy read plainly, with the region of packets for which every step comes out the
 * same. What it says of a packet is what {@link io.portcullis.policy.effective.PlainReading#decide}
 * says, which tests hold it to and which has the last word on every counter-example.
 */
final class Reading {

  private final EffectivePolicy policy;
  private final boolean empty;
  private final DataplaneSettings settings;
  private final BoxList v4;
  private final BoxList v6;

  Reading(EffectivePolicy policy, DataplaneSettings settings, RuleNumbers numbers) {
    this.policy = policy;
    this.empty = policy.isEmpty();
    this.settings = settings;
    v4 = new BoxList(policy, Family.V4, settings.failsafes(), numbers);
    v6 = new BoxList(policy, Family.V6, settings.failsafes(), numbers);
  }

  private Reading(Reading other, EffectivePolicy policy, SourceChange change) {
    this.policy = policy;
    this.empty = policy.isEmpty();
    this.settings = other.settings;
    v4 = other.v4.with(change.v4());
    v6 = other.v6.with(change.v6());
  }

  /** The same with other sources; {@code other} is what {@code change} makes of its policy. */
  Reading with(EffectivePolicy other, SourceChange change) {
    return new Reading(this, other, change);
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
    return family == Family.V4 ? v4 : v6;
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
