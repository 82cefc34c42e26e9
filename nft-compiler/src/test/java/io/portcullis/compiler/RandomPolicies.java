package io.portcullis.compiler;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.IcmpSet;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Policies at random, over few enough values that rules meet. */
public final class RandomPolicies {

  private static final List<Action> ACTIONS = List.of(Action.values());

  private final Random random;

  public RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  /** A policy of one to four tiers. */
  public EffectivePolicy policy() {
    List<EffectiveTier> tiers = new ArrayList<>();
    for (int tier = 0; tier <= random.nextInt(4); tier++) {
      List<EffectiveRule> rules = new ArrayList<>();
      int count = random.nextInt(7);
      for (int i = 0; i < count; i++) {
        rules.add(rule("tier" + tier, i));
      }
      tiers.add(new EffectiveTier("tier" + tier, rules));
    }
    return new EffectivePolicy(tiers);
  }

  private EffectiveRule rule(String tier, int index) {
    Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
    MatchBox[] boxes = new MatchBox[1 + random.nextInt(3)];
    for (int i = 0; i < boxes.length; i++) {
      boxes[i] = box(random.nextBoolean() ? Family.V4 : Family.V6);
    }
    return Policies.rule(tier, "p", index, action, boxes);
  }

  private MatchBox box(Family family) {
    MatchBox any = Policies.any(family);
    int icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
    ProtocolSet protocols = ProtocolSet.ALL;
    PortSet sourcePorts = PortSet.ALL;
    PortSet ports = PortSet.ALL;
    IcmpSet types = IcmpSet.ALL;
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        int[] all = {ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP};
        protocols = ProtocolSet.of(all[random.nextInt(3)]);
        ports = random.nextInt(4) == 0 ? PortSet.ALL : ports();
        sourcePorts = random.nextInt(8) == 0 ? ports() : PortSet.ALL;
      }
      case 4 -> {
        protocols = ProtocolSet.of(icmp);
        int type = random.nextInt(4);
        types = random.nextBoolean() ? IcmpSet.ofType(type) : IcmpSet.of(type, random.nextInt(3));
        types = random.nextInt(4) == 0 ? types.complement() : types;
      }
      case 5 -> protocols = ProtocolSet.of(random.nextBoolean() ? 47 : 6).complement();
      case 6 -> protocols = ProtocolSet.of(47, 50);
      default -> {}
    }
    AddressSet source = random.nextInt(4) == 0 ? any.source() : addresses(family);
    AddressSet destination = random.nextInt(8) == 0 ? addresses(family) : any.destination();
    return new MatchBox(family, protocols, source, destination, sourcePorts, ports, types);
  }

  /** One or two ranges: single ports, neighbours, or thousands up to the last port. */
  private PortSet ports() {
    List<PortSet.Range> ranges = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      int first = 30_000 + random.nextInt(6);
      int last = random.nextInt(6) == 0 ? 65_535 : first + random.nextInt(3);
      ranges.add(new PortSet.Range(first, last));
    }
    return PortSet.of(ranges);
  }

  private AddressSet addresses(Family family) {
    AddressSet.Builder out = AddressSet.builder(family);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int last = random.nextInt(16);
      Address address =
          family == Family.V4
              ? Address.v4(0x0a000000 | last)
              : Address.v6(0x20010db800000000L, last);
      out.add(Prefix.masking(address, family.bits() - random.nextInt(5)));
    }
    AddressSet set = out.build();
    return random.nextInt(4) == 0 ? set.complement() : set;
  }
}
