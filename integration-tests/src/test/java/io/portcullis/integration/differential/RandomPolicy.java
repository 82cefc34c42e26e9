package io.portcullis.integration.differential;

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
import io.portcullis.policy.effective.Failsafe;
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

/** Policy built directly, so that it holds what no YAML would say too. */
public final class RandomPolicy {

  private static final List<Prefix> V4 =
      prefixes("10.0.0.0/8 10.1.0.0/16 10.1.2.0/23 10.1.2.0/24 10.1.2.3/32 172.16.0.0/12");
  private static final List<Prefix> V6 =
      prefixes("2001:db8::/32 2001:db8:1::/48 2001:db8:1:2::/64 2001:db8:1:2::3/128 fd00::/8");
  private static final int[] PORTS = {22, 53, 443, 30_080, 30_081, 31_000, 65_534};
  private static final SourcePosition POSITION = new SourcePosition("random.yaml", 1, 1);

  private final Random random;
  private int rules;

  private RandomPolicy(Random random) {
    this.random = random;
  }

  /** A policy for the links {@code g0} and {@code g1}. */
  public static NodePolicy next(Random random) {
    return new RandomPolicy(random).node();
  }

  private NodePolicy node() {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("g0", binding("first", policy(1 + random.nextInt(3))));
    if (random.nextBoolean()) {
      interfaces.put("g1", binding("second", policy(random.nextInt(3))));
    }
    Optional<EndpointBinding> wildcard =
        random.nextBoolean() ? Optional.of(binding("any", policy(1))) : Optional.empty();
    List<Failsafe> failsafes =
        random.nextBoolean()
            ? Failsafe.DEFAULTS
            : List.of(
                new Failsafe(6, 443, Optional.of(pick(V4))),
                new Failsafe(17, 53, Optional.of(pick(V6))));
    DataplaneSettings settings =
        new DataplaneSettings(
            failsafes,
            pick(List.of(DataplaneSettings.FailsafeScope.values())),
            DataplaneSettings.Loopback.EXEMPT,
            pick(List.of(DataplaneSettings.EstablishedFlows.values())),
            DataplaneSettings.ConntrackInvalid.DROP,
            true);
    return new NodePolicy("node", interfaces, wildcard, settings);
  }

  private static EndpointBinding binding(String name, EffectivePolicy policy) {
    return new EndpointBinding(name, POSITION, policy);
  }

  private EffectivePolicy policy(int tiers) {
    List<EffectiveTier> out = new ArrayList<>();
    for (int i = 0; i < tiers; i++) {
      List<EffectiveRule> list = new ArrayList<>();
      int count = 1 + random.nextInt(9);
      boolean last = i + 1 == tiers;
      for (int j = 0; j < count; j++) {
        list.add(rule("tier" + i, last));
      }
      out.add(new EffectiveTier("tier" + i, list));
    }
    return new EffectivePolicy(out);
  }

  private EffectiveRule rule(String tier, boolean last) {
    RuleId id = new RuleId(tier, "p", rules++, POSITION);
    int dice = random.nextInt(10);
    Action action =
        dice < 4 ? Action.ALLOW : dice < 8 ? Action.DENY : dice == 8 ? Action.LOG : Action.PASS;
    List<MatchBox> boxes = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      boxes.add(box(random.nextBoolean() ? Family.V4 : Family.V6));
    }
    if (last && action == Action.PASS && random.nextBoolean()) {
      boxes.clear();
    }
    return new EffectiveRule(id, action, boxes);
  }

  private MatchBox box(Family family) {
    int icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    ProtocolSet protocols = ProtocolSet.ALL;
    PortSet sourcePorts = PortSet.ALL;
    PortSet destinationPorts = PortSet.ALL;
    IcmpSet types = IcmpSet.ALL;
    int dice = random.nextInt(10);
    if (dice < 6) {
      protocols = ProtocolSet.of(pick(List.of(6, 6, 17, 132)));
      destinationPorts = random.nextInt(5) == 0 ? PortSet.ALL : ports();
      sourcePorts = random.nextInt(6) == 0 ? ports() : PortSet.ALL;
    } else if (dice == 6) {
      protocols = ProtocolSet.of(icmp);
      types = icmp();
    } else if (dice == 7) {
      protocols = ProtocolSet.of(pick(List.of(6, 17, 47, icmp))).complement();
    } else if (dice == 8) {
      protocols = ProtocolSet.of(47, 6, 136);
    }
    AddressSet source = random.nextInt(4) == 0 ? AddressSet.all(family) : addresses(family);
    AddressSet destination = random.nextInt(6) == 0 ? addresses(family) : AddressSet.all(family);
    return new MatchBox(
        family, protocols, source, destination, sourcePorts, destinationPorts, types);
  }

  private PortSet ports() {
    List<PortSet.Range> ranges = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int first = PORTS[random.nextInt(PORTS.length)];
      int length = random.nextInt(3) == 0 ? random.nextInt(random.nextInt(4) == 0 ? 9000 : 9) : 0;
      ranges.add(new PortSet.Range(first, Math.min(65_535, first + length)));
    }
    PortSet set = PortSet.of(ranges);
    return random.nextInt(8) == 0 ? set.complement() : set;
  }

  private IcmpSet icmp() {
    int type = pick(List.of(0, 3, 8, 128, 129, 134));
    IcmpSet set = random.nextBoolean() ? IcmpSet.ofType(type) : IcmpSet.of(type, random.nextInt(3));
    return random.nextInt(3) == 0 ? set.complement() : set;
  }

  private AddressSet addresses(Family family) {
    AddressSet.Builder builder = AddressSet.builder(family);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      builder.add(prefix(family));
    }
    AddressSet set = builder.build();
    return switch (random.nextInt(6)) {
      case 0 -> set.complement();
      case 1 -> set.minus(AddressSet.of(prefix(family)));
      default -> set;
    };
  }

  private Prefix prefix(Family family) {
    Prefix from = pick(family == Family.V4 ? V4 : V6);
    if (random.nextInt(3) > 0) {
      return from;
    }
    Address inside = Packets.inside(from, random);
    int length = from.length() + random.nextInt(family.bits() - from.length() + 1);
    return Prefix.masking(inside, length);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<Prefix> prefixes(String text) {
    return List.of(text.split(" ")).stream().map(Prefix::parse).toList();
  }
}
