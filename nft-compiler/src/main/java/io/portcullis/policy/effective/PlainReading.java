package io.portcullis.policy.effective;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Policy read the way it is written: rule after rule, the first that matches decides.
 *
 * <p>Everything else that answers the question "what becomes of this packet" is proven against this
 * class, so it is kept too simple to be wrong, and is slow. The order is that of Calico's mangle
 * PREROUTING chains (felix/rules/endpoints.go, {@code HostEndpointToMangleIngressChains}), with the
 * documented differences: an interface's own endpoint always shadows the wildcard, {@code lo} is
 * exempt from it, neighbour discovery passes, and failsafes come before the check for invalid.
 */
public final class PlainReading {

  private static final String LOOPBACK = "lo";

  private PlainReading() {}

  /** What becomes of a packet. */
  public static Decision decide(NodePolicy node, Packet packet) {
    DataplaneSettings settings = node.settings();
    Optional<EffectivePolicy> policy = policyOf(node, packet.inInterface());
    if (policy.isEmpty() || policy.get().isEmpty()) {
      return Decision.of(Decision.Reason.NO_ENDPOINT);
    }
    if (settings.keeps(packet.state())) {
      return Decision.of(Decision.Reason.ESTABLISHED);
    }
    if (isNeighbourDiscovery(packet)) {
      return Decision.of(Decision.Reason.NEIGHBOUR_DISCOVERY);
    }
    if (isFailsafe(settings, packet)) {
      return Decision.of(Decision.Reason.FAILSAFE);
    }
    if (packet.state() == ConntrackState.INVALID
        && settings.conntrackInvalid() == ConntrackInvalid.DROP) {
      return Decision.of(Decision.Reason.INVALID);
    }
    return firstMatch(policy.get(), packet);
  }

  /** The policy that holds for an interface; empty if it is none of ours. */
  public static Optional<EffectivePolicy> policyOf(NodePolicy node, String inInterface) {
    EndpointBinding own = node.interfaces().get(inInterface);
    if (own != null) {
      return Optional.of(own.policy());
    }
    if (inInterface.equals(LOOPBACK) && node.settings().loopback() == Loopback.EXEMPT) {
      return Optional.empty();
    }
    return node.wildcard().map(EndpointBinding::policy);
  }

  /** ICMPv6 types of neighbour discovery (RFC 4861), its inverse, and MLD (RFC 2710, 3810). */
  private static boolean isNeighbourDiscovery(Packet packet) {
    int type = packet.icmpType();
    return packet.family() == Family.V6
        && packet.protocol() == ProtocolSet.ICMPV6
        && ((type >= 130 && type <= 137) || type == 143);
  }

  private static boolean isFailsafe(DataplaneSettings settings, Packet packet) {
    if (settings.failsafeScope() == FailsafeScope.LOCAL && !packet.toLocal()) {
      return false;
    }
    for (Failsafe failsafe : settings.failsafes()) {
      if (failsafe.protocol() == packet.protocol()
          && failsafe.port() == packet.destinationPort()
          && failsafe.net().map(net -> net.contains(packet.source())).orElse(true)) {
        return true;
      }
    }
    return false;
  }

  private static Decision firstMatch(EffectivePolicy policy, Packet packet) {
    List<RuleId> logs = new ArrayList<>();
    for (EffectiveTier tier : policy.tiers()) {
      for (EffectiveRule rule : tier.rules()) {
        if (!matches(rule, packet)) {
          continue;
        }
        if (rule.action() == Action.ALLOW) {
          return new Decision(Decision.Reason.ALLOW, Optional.of(rule.id()), logs);
        }
        if (rule.action() == Action.DENY) {
          return new Decision(Decision.Reason.DENY, Optional.of(rule.id()), logs);
        }
        if (rule.action() == Action.PASS) {
          break;
        }
        logs.add(rule.id());
      }
    }
    return new Decision(Decision.Reason.NO_MATCH, Optional.empty(), logs);
  }

  /** True if any of the rule's boxes holds the packet. */
  public static boolean matches(EffectiveRule rule, Packet packet) {
    for (MatchBox box : rule.boxes()) {
      if (holds(box, packet)) {
        return true;
      }
    }
    return false;
  }

  /** True if every field of the packet is in the box's set of values for it. */
  public static boolean holds(MatchBox box, Packet packet) {
    return box.family() == packet.family()
        && box.protocols().contains(packet.protocol())
        && box.destinationPorts().contains(packet.destinationPort())
        && box.sourcePorts().contains(packet.sourcePort())
        && box.icmp().contains(packet.icmpType(), packet.icmpCode())
        && box.source().contains(packet.source())
        && box.destination().contains(packet.destination());
  }
}
