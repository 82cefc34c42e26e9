package io.portcullis.policy.resolve;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.EntityRule.Namespaces;
import io.portcullis.policy.resource.EntityRule.PortMatch;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.NetworkSet;
import io.portcullis.policy.resource.Profile;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The semantics, sections 2, 4 and 6.5a, read field by field from the raw resources for one packet:
 * no folding, no sets, no sharing with the resolver.
 */
final class RawOracle {

  private static final String NAMESPACE = "projectcalico.org/namespace";

  private final Resources resources;

  RawOracle(Resources resources) {
    this.resources = resources;
  }

  /** The verdict of all pre-DNAT policies on a new connection: {@code ALLOW p 0}, {@code NONE}. */
  String verdict(HostEndpoint endpoint, Packet packet) {
    Map<String, String> labels = labels(endpoint);
    StringBuilder logs = new StringBuilder();
    for (Tier tier : tiers()) {
      String verdict = tier(tier, labels, packet, logs);
      if (!verdict.isEmpty()) {
        return verdict + logs;
      }
    }
    return "NONE" + logs;
  }

  private String tier(Tier tier, Map<String, String> labels, Packet packet, StringBuilder logs) {
    for (GlobalNetworkPolicy policy : policies(tier.meta().name())) {
      if (!policy.selector().matches(labels)) {
        continue;
      }
      for (int i = 0; i < policy.ingress().size(); i++) {
        Rule rule = policy.ingress().get(i);
        if (!matches(rule, packet)) {
          continue;
        }
        if (rule.action() == Action.PASS) {
          return "";
        }
        if (rule.action() != Action.LOG) {
          return rule.action() + " " + policy.meta().name() + " " + i;
        }
        logs.append(" log ").append(policy.meta().name()).append(' ').append(i);
      }
    }
    return "";
  }

  private List<Tier> tiers() {
    List<Tier> out = new ArrayList<>(resources.tiers());
    out.addAll(Tier.FIXED);
    out.sort(
        (a, b) -> {
          int byOrder = Double.compare(a.order().orElse(1e300), b.order().orElse(1e300));
          return byOrder != 0 ? byOrder : a.meta().name().compareTo(b.meta().name());
        });
    return out;
  }

  private List<GlobalNetworkPolicy> policies(String tier) {
    List<GlobalNetworkPolicy> out = new ArrayList<>();
    for (GlobalNetworkPolicy policy : resources.policies()) {
      if (policy.tier().equals(tier) && policy.kind() == GlobalNetworkPolicy.Kind.PRE_DNAT) {
        out.add(policy);
      }
    }
    out.sort(
        (a, b) -> {
          int byOrder = Double.compare(a.order().orElse(1e300), b.order().orElse(1e300));
          return byOrder != 0 ? byOrder : (a.meta().name() + "/").compareTo(b.meta().name() + "/");
        });
    return out;
  }

  /** The first profile that has a label gives it, unless the endpoint has it itself. */
  private Map<String, String> labels(HostEndpoint endpoint) {
    Map<String, String> out = new TreeMap<>(endpoint.meta().labels());
    for (String name : endpoint.profiles()) {
      for (Profile profile : resources.profiles()) {
        if (profile.meta().name().equals(name)) {
          profile.labelsToApply().forEach(out::putIfAbsent);
        }
      }
    }
    return out;
  }

  boolean matches(Rule rule, Packet packet) {
    int protocol = packet.protocol();
    boolean v4 = packet.family() == Family.V4;
    if (rule.ipVersion().isPresent() && rule.ipVersion().get() != packet.family()) {
      return false;
    }
    if (rule.protocol().isPresent()) {
      Rule.Protocol wanted = rule.protocol().get();
      if (protocol != wanted.number()) {
        return false;
      }
      if (wanted.named() && ((wanted.number() == 1 && !v4) || (wanted.number() == 58 && v4))) {
        return false;
      }
    }
    if (rule.notProtocol().isPresent()
        && (protocol < 0 || protocol == rule.notProtocol().get().number())) {
      return false;
    }
    if (rule.icmp().isPresent() && !(isIcmp(packet) && icmp(rule.icmp().get(), packet))) {
      return false;
    }
    if (rule.notIcmp().isPresent() && (!isIcmp(packet) || icmp(rule.notIcmp().get(), packet))) {
      return false;
    }
    return side(rule.source(), packet, packet.source(), packet.sourcePort())
        && side(rule.destination(), packet, packet.destination(), packet.destinationPort());
  }

  private static boolean isIcmp(Packet packet) {
    return packet.protocol() == (packet.family() == Family.V4 ? 1 : 58);
  }

  private static boolean icmp(Rule.Icmp icmp, Packet packet) {
    return icmp.type() == packet.icmpType()
        && (icmp.code().isEmpty() || icmp.code().getAsInt() == packet.icmpCode());
  }

  private boolean side(EntityRule entity, Packet packet, Address address, int port) {
    Optional<Boolean> nets = inNets(entity.nets(), address);
    Optional<Boolean> notNets = inNets(entity.notNets(), address);
    if (!entity.nets().isEmpty() && !nets.orElse(false)) {
      return false;
    }
    if (!entity.notNets().isEmpty() && notNets.orElse(true)) {
      return false;
    }
    boolean positive = entity.selector().isPresent() || entity.namespaces().isPresent();
    if (positive && !known(address, labels -> selected(entity, labels))) {
      return false;
    }
    if (!positive
        && entity.notSelector().isPresent()
        && known(address, entity.notSelector().get()::matches)) {
      return false;
    }
    return (entity.ports().isEmpty() || anyPort(entity, entity.ports(), packet, address, port))
        && !anyPort(entity, entity.notPorts(), packet, address, port);
  }

  /** Empty if the list says nothing of the address's family. */
  private static Optional<Boolean> inNets(List<Prefix> nets, Address address) {
    List<Prefix> same = nets.stream().filter(n -> n.family() == address.family()).toList();
    return same.isEmpty()
        ? Optional.empty()
        : Optional.of(same.stream().anyMatch(net -> contains(net, address)));
  }

  private static boolean contains(Prefix net, Address address) {
    byte[] wanted = net.address().toBytes();
    byte[] held = address.toBytes();
    for (int bit = 0; bit < net.length(); bit++) {
      int mask = 0x80 >> bit % 8;
      if ((wanted[bit / 8] & mask) != (held[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static boolean selected(EntityRule entity, Map<String, String> labels) {
    if (entity.namespaces().isPresent()
        && labels.containsKey(NAMESPACE) != (entity.namespaces().get() == Namespaces.NAMESPACED)) {
      return false;
    }
    return (entity.selector().isEmpty() || entity.selector().get().matches(labels))
        && (entity.notSelector().isEmpty() || !entity.notSelector().get().matches(labels));
  }

  private interface LabelTest {
    boolean test(Map<String, String> labels);
  }

  private boolean known(Address address, LabelTest test) {
    for (HostEndpoint endpoint : resources.hostEndpoints()) {
      if (endpoint.expectedIps().contains(address) && test.test(labels(endpoint))) {
        return true;
      }
    }
    for (NetworkSet set : resources.networkSets()) {
      if (inNets(set.nets(), address).orElse(false) && test.test(set.meta().labels())) {
        return true;
      }
    }
    return false;
  }

  private boolean anyPort(
      EntityRule entity, List<PortMatch> ports, Packet packet, Address address, int port) {
    if (!ProtocolSet.hasPorts(packet.protocol())) {
      return false;
    }
    boolean positive = entity.selector().isPresent() || entity.namespaces().isPresent();
    for (PortMatch match : ports) {
      if (match instanceof PortMatch.Numbers numbers) {
        if (numbers.range().first() <= port && port <= numbers.range().last()) {
          return true;
        }
      } else if (match instanceof PortMatch.Named named) {
        for (HostEndpoint endpoint : resources.hostEndpoints()) {
          if (endpoint.expectedIps().contains(address)
              && (!positive || selected(entity, labels(endpoint)))
              && endpoint
                  .ports()
                  .contains(new HostEndpoint.Port(named.name(), packet.protocol(), port))) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
