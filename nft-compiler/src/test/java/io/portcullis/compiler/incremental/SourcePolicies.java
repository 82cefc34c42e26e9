package io.portcullis.compiler.incremental;

import io.portcullis.compiler.Policies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Policies by service and source, whose sources hold each other, and changes of sources alone. */
final class SourcePolicies {

  private static final List<Action> ACTIONS =
      List.of(Action.ALLOW, Action.ALLOW, Action.ALLOW, Action.DENY, Action.DENY, Action.LOG);

  private final Random random;

  SourcePolicies(long seed) {
    random = new Random(seed);
  }

  /** One or two tiers; few services in small ones, many in others. */
  EffectivePolicy policy() {
    List<EffectiveTier> tiers = new ArrayList<>();
    int ports = random.nextBoolean() ? 4 : 40;
    for (int tier = 0; tier <= random.nextInt(2); tier++) {
      List<EffectiveRule> rules = new ArrayList<>();
      int count = 1 + random.nextInt(ports);
      for (int i = 0; i < count; i++) {
        Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        Family family = random.nextInt(4) == 0 ? Family.V6 : Family.V4;
        rules.add(Policies.rule("t" + tier, "p", i, action, box(family, ports)));
      }
      if (random.nextBoolean()) {
        MatchBox any = Policies.any(Family.V4);
        rules.add(Policies.rule("t" + tier, "deny", 0, Action.DENY, any));
      }
      tiers.add(new EffectiveTier("t" + tier, rules));
    }
    return new EffectivePolicy(tiers);
  }

  private MatchBox box(Family family, int ports) {
    MatchBox any = Policies.any(family);
    int first = 30_000 + random.nextInt(ports);
    int last = random.nextInt(3) == 0 ? first + random.nextInt(4) : first;
    MatchBox box =
        random.nextInt(12) == 0
            ? any
            : Policies.ports(
                any, random.nextInt(3) == 0 ? ProtocolSet.UDP : ProtocolSet.TCP, first, last);
    AddressSet sources = AddressSet.none(family);
    int count = random.nextInt(3) == 0 ? 12 : 3;
    for (int i = 0; i <= random.nextInt(count); i++) {
      sources = sources.union(some(family));
    }
    return random.nextInt(20) == 0 ? box : from(box, sources);
  }

  private AddressSet some(Family family) {
    int last = random.nextInt(128);
    Address address =
        family == Family.V4
            ? Address.v4(0x0a000000 | last)
            : Address.v6((0x20010db8L + random.nextInt(4)) << 32, last);
    return AddressSet.of(Prefix.masking(address, family.bits() - random.nextInt(5)));
  }

  /** The same with more or fewer sources in up to three rules; the others stay the same objects. */
  EffectivePolicy changed(EffectivePolicy policy) {
    List<EffectiveTier> tiers = new ArrayList<>(policy.tiers());
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(tiers.size());
      List<EffectiveRule> rules = new ArrayList<>(tiers.get(at).rules());
      if (rules.isEmpty()) {
        continue;
      }
      int index = random.nextInt(rules.size());
      rules.set(index, changed(rules.get(index)));
      tiers.set(at, new EffectiveTier(tiers.get(at).name(), rules));
    }
    return new EffectivePolicy(tiers);
  }

  private EffectiveRule changed(EffectiveRule rule) {
    List<MatchBox> boxes = new ArrayList<>(rule.boxes());
    if (!boxes.isEmpty()) {
      int index = random.nextInt(boxes.size());
      MatchBox box = boxes.get(index);
      AddressSet some = some(box.family());
      boxes.set(
          index,
          from(box, random.nextBoolean() ? box.source().union(some) : box.source().minus(some)));
    }
    return new EffectiveRule(rule.id(), rule.action(), boxes);
  }

  static MatchBox from(MatchBox box, AddressSet sources) {
    return new MatchBox(
        box.family(),
        box.protocols(),
        sources,
        box.destination(),
        box.sourcePorts(),
        box.destinationPorts(),
        box.icmp());
  }
}
