package io.portcullis.agent;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.address.Address;
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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Policy for what a namespace sends to itself, without text that it came from. */
final class LoopbackPolicy {

  private static final SourcePosition NOWHERE = new SourcePosition("loopback.yaml", 1, 1);

  private LoopbackPolicy() {}

  /** Rules of one tier, for {@code lo}. */
  static NodePolicy of(List<EffectiveRule> rules) {
    EffectivePolicy policy = new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("lo", new EndpointBinding("node1-lo", NOWHERE, policy));
    return new NodePolicy("node1", interfaces, Optional.empty(), DataplaneSettings.defaults());
  }

  /** A rule about UDP over IPv4 to a port, which is all of a policy of that name. */
  static EffectiveRule rule(String policy, Action action, AddressSet from, int port) {
    MatchBox box =
        new MatchBox(
            Family.V4,
            ProtocolSet.of(ProtocolSet.UDP),
            from,
            AddressSet.all(Family.V4),
            PortSet.ALL,
            PortSet.of(List.of(new PortSet.Range(port, port))),
            IcmpSet.ALL);
    return new EffectiveRule(new RuleId("t", policy, 0, NOWHERE), action, List.of(box));
  }

  /** An IPv4 prefix, of the first bits of an address. */
  static AddressSet net(int address, int length) {
    return AddressSet.of(Prefix.masking(Address.v4(address), length));
  }
}
