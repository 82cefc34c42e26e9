package io.portcullis.compiler;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.effective.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Short ways to make policies. */
public final class Policies {

  private Policies() {}

  /** A box of one family that holds everything; the {@code with} methods narrow it. */
  public static MatchBox any(Family family) {
    return new MatchBox(
        family,
        ProtocolSet.ALL,
        AddressSet.all(family),
        AddressSet.all(family),
        PortSet.ALL,
        PortSet.ALL,
        IcmpSet.ALL);
  }

  public static MatchBox tcp(MatchBox box, int first, int last) {
    return ports(box, ProtocolSet.TCP, first, last);
  }

  public static MatchBox ports(MatchBox box, int protocol, int first, int last) {
    PortSet ports = new PortSet(List.of(new PortSet.Range(first, last)));
    return new MatchBox(
        box.family(),
        ProtocolSet.of(protocol),
        box.source(),
        box.destination(),
        box.sourcePorts(),
        ports,
        box.icmp());
  }

  public static MatchBox protocols(MatchBox box, ProtocolSet protocols) {
    return new MatchBox(
        box.family(),
        protocols,
        box.source(),
        box.destination(),
        box.sourcePorts(),
        box.destinationPorts(),
        box.icmp());
  }

  public static MatchBox from(MatchBox box, String... prefixes) {
    return new MatchBox(
        box.family(),
        box.protocols(),
        addresses(box.family(), prefixes),
        box.destination(),
        box.sourcePorts(),
        box.destinationPorts(),
        box.icmp());
  }

  public static MatchBox to(MatchBox box, String... prefixes) {
    return new MatchBox(
        box.family(),
        box.protocols(),
        box.source(),
        addresses(box.family(), prefixes),
        box.sourcePorts(),
        box.destinationPorts(),
        box.icmp());
  }

  public static MatchBox fromPorts(MatchBox box, int first, int last) {
    return new MatchBox(
        box.family(),
        box.protocols(),
        box.source(),
        box.destination(),
        new PortSet(List.of(new PortSet.Range(first, last))),
        box.destinationPorts(),
        box.icmp());
  }

  public static MatchBox icmp(MatchBox box, IcmpSet icmp) {
    int protocol = box.family() == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    return new MatchBox(
        box.family(),
        ProtocolSet.of(protocol),
        box.source(),
        box.destination(),
        box.sourcePorts(),
        box.destinationPorts(),
        icmp);
  }

  public static AddressSet addresses(Family family, String... prefixes) {
    AddressSet.Builder out = AddressSet.builder(family);
    Arrays.stream(prefixes).map(Prefix::parse).forEach(out::add);
    return out.build();
  }

  /** A rule whose line in {@code p.yaml} is its index and one. */
  public static EffectiveRule rule(
      String tier, String policy, int index, Action action, MatchBox... boxes) {
    RuleId id = new RuleId(tier, policy, index, new SourcePosition("p.yaml", index + 1, 5));
    return new EffectiveRule(id, action, List.of(boxes));
  }

  public static EffectivePolicy policy(EffectiveTier... tiers) {
    return new EffectivePolicy(List.of(tiers));
  }

  public static EffectiveTier tier(String name, EffectiveRule... rules) {
    return new EffectiveTier(name, List.of(rules));
  }

  public static EndpointBinding endpoint(String name, EffectivePolicy policy) {
    return new EndpointBinding(name, new SourcePosition("hep.yaml", 1, 1), policy);
  }

  /** Settings as by default, with counters or without. */
  public static DataplaneSettings counting(boolean counters) {
    DataplaneSettings plain = DataplaneSettings.defaults();
    return new DataplaneSettings(
        plain.failsafes(),
        plain.failsafeScope(),
        plain.loopback(),
        plain.establishedFlows(),
        plain.conntrackInvalid(),
        counters);
  }

  /** A node with one endpoint, on eth0. */
  public static NodePolicy node(EffectivePolicy policy) {
    return node(policy, DataplaneSettings.defaults());
  }

  public static NodePolicy node(EffectivePolicy policy, DataplaneSettings settings) {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth0", endpoint("node1-eth0", policy));
    return new NodePolicy("node1", interfaces, Optional.empty(), settings);
  }
}
