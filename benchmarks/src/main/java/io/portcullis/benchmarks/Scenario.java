package io.portcullis.benchmarks;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Policies of named sizes, of one family: each rule allows a port to a set, the last denies. */
public enum Scenario {
  /** 3 ports, 5 CIDRs. */
  TINY(3, 5, 0),
  /** 50 ports, 20 CIDRs each. */
  TYPICAL(50, 1_000, 0),
  /** 1,000 policies, 10,000 CIDRs. */
  LARGE(1_000, 10_000, 0),
  /** 10,000 policies, 100,000 CIDRs. */
  HUGE(10_000, 100_000, 0),
  /** 100,000 CIDRs denied on all ports, then LARGE. */
  BLOCKLIST(1_000, 10_000, 100_000);

  private static final int FIRST_PORT = 20_000;
  private static final int[] V4_LENGTHS = {16, 24, 24, 32, 32, 32};
  private static final int[] V6_LENGTHS = {48, 56, 64, 64, 128, 128};

  private final int policies;
  private final int cidrs;
  private final int blocked;

  Scenario(int policies, int cidrs, int blocked) {
    this.policies = policies;
    this.cidrs = cidrs;
    this.blocked = blocked;
  }

  /** The policy of a node with one endpoint. */
  NodePolicy node(Family family) {
    return node(family, AddressSet.none(family));
  }

  /** The same with more sources in the rule in the middle. */
  NodePolicy node(Family family, AddressSet more) {
    Random random = new Random(policies);
    List<EffectiveRule> rules = new ArrayList<>();
    if (blocked > 0) {
      rules.add(rule("block", Action.DENY, box(family, sources(family, blocked, random), -1)));
    }
    for (int i = 0; i < policies; i++) {
      AddressSet from = sources(family, Math.max(1, cidrs / policies), random);
      from = i == policies / 2 ? from.union(more) : from;
      rules.add(rule("p" + i, Action.ALLOW, box(family, from, FIRST_PORT + i)));
    }
    rules.add(rule("rest", Action.DENY, box(family, AddressSet.all(family), -1)));
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    EffectivePolicy policy = new EffectivePolicy(List.of(new EffectiveTier("default", rules)));
    interfaces.put("eth0", new EndpointBinding("node-eth0", at("node"), policy));
    return new NodePolicy("node", interfaces, Optional.empty(), DataplaneSettings.defaults());
  }

  private static SourcePosition at(String name) {
    return new SourcePosition(name, 1, 1);
  }

  private static EffectiveRule rule(String name, Action action, MatchBox box) {
    return new EffectiveRule(new RuleId("default", name, 0, at(name)), action, List.of(box));
  }

  private static MatchBox box(Family family, AddressSet from, int port) {
    return new MatchBox(
        family,
        port < 0 ? ProtocolSet.ALL : ProtocolSet.of(ProtocolSet.TCP),
        from,
        AddressSet.all(family),
        PortSet.ALL,
        port < 0 ? PortSet.ALL : PortSet.of(port),
        IcmpSet.ALL);
  }

  private static AddressSet sources(Family family, int count, Random random) {
    boolean v4 = family == Family.V4;
    int[] lengths = v4 ? V4_LENGTHS : V6_LENGTHS;
    AddressSet.Builder out = AddressSet.builder(family);
    for (int i = 0; i < count; i++) {
      Address address =
          v4
              ? Address.v4(random.nextInt())
              : Address.v6(0x2000_0000_0000_0000L | random.nextLong() >>> 3, random.nextLong());
      out.add(Prefix.masking(address, lengths[random.nextInt(lengths.length)]));
    }
    return out.build();
  }
}
