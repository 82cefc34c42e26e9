package io.portcullis.compiler.bound;

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
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Policies of one family whose rules multiply if nobody sees to it. */
final class Adversary {

  private static final int FIRST_PORT = 30_000;
  private static final int LAST_PORT = 32_767;

  private final Family family;
  private final List<EffectiveRule> rules = new ArrayList<>();
  private int named;

  private Adversary(Family family) {
    this.family = family;
  }

  /** A blocklist on all ports, then policies of a port and some CIDRs each. */
  static EffectivePolicy blocklist(Family family, int cidrs, int policies) {
    Adversary made = new Adversary(family);
    made.add(Action.DENY, made.from(made.cidrs(cidrs, 1)));
    made.ports(policies, 10);
    return made.denied();
  }

  /** Policies of a port and some CIDRs each, then an allowlist for all ports. */
  static EffectivePolicy allowlistLast(Family family, int cidrs, int policies) {
    Adversary made = new Adversary(family);
    made.ports(policies, 10);
    made.add(Action.ALLOW, made.from(made.cidrs(cidrs, 1)));
    return made.denied();
  }

  /** A blocklist amid policies, in a tier that logs first and passes what it lets through. */
  static EffectivePolicy tiers(Family family, int cidrs, int policies) {
    Adversary made = new Adversary(family);
    made.add(Action.LOG, made.from(made.cidrs(20, 7)));
    made.ports(policies / 2, 10);
    made.add(Action.DENY, made.from(made.cidrs(cidrs, 1)));
    made.add(Action.PASS, Policies.any(family));
    List<EffectiveRule> first = List.copyOf(made.rules);
    made.rules.clear();
    made.ports(policies / 2, 10);
    made.add(Action.DENY, Policies.any(family));
    return new EffectivePolicy(
        List.of(new EffectiveTier("security", first), new EffectiveTier("t", made.rules)));
  }

  /** Port ranges one within the other over all NodePorts, the narrowest first, own sources each. */
  static EffectivePolicy ranges(Family family, int policies, int cidrs) {
    Adversary made = new Adversary(family);
    for (int i = policies - 1; i >= 0; i--) {
      MatchBox box = made.from(made.cidrs(cidrs, i));
      made.add(Action.ALLOW, Policies.tcp(box, FIRST_PORT + i, LAST_PORT - i));
    }
    return made.denied();
  }

  /** CIDRs nested as deeply as can be, the longest first, alternately allowed and denied. */
  static EffectivePolicy nested(Family family, int chains, int ports) {
    Adversary made = new Adversary(family);
    Random random = new Random(3);
    for (int i = 0; i < chains; i++) {
      Address address = made.address(random);
      for (int length = family.bits(); length > 4; length--) {
        MatchBox box = made.from(AddressSet.of(Prefix.masking(address, length)));
        Action action = length % 2 == 0 ? Action.ALLOW : Action.DENY;
        int first = FIRST_PORT + random.nextInt(ports);
        made.add(action, Policies.tcp(box, first, Math.min(LAST_PORT, first + ports)));
      }
    }
    return made.denied();
  }

  /**
   * Networks around networks, {@code floors} on top of each other, and port ranges around port
   * ranges: each policy lies around those before it, of its tower, in both, and has the other
   * action.
   */
  static EffectivePolicy towers(Family family, int policies, int floors) {
    Adversary made = new Adversary(family);
    Random random = new Random(17);
    int towers = (policies + floors - 1) / floors;
    List<Address> tops = new ArrayList<>();
    for (int i = 0; i < towers; i++) {
      tops.add(made.address(random));
    }
    int step = family.bits() / 32;
    int middle = (FIRST_PORT + LAST_PORT) / 2;
    for (int i = 0; i < policies; i++) {
      int floor = i / towers;
      Prefix net = Prefix.masking(tops.get(i % towers), family.bits() - step * floor);
      MatchBox box = made.from(AddressSet.of(net));
      made.add(
          floor % 2 == 0 ? Action.ALLOW : Action.DENY,
          Policies.tcp(box, middle - i - 1, middle + i));
    }
    return made.denied();
  }

  /** The same from outside in: the widest network first, with the narrowest ports. */
  static EffectivePolicy wells(Family family, int policies, int floors) {
    Adversary made = new Adversary(family);
    Random random = new Random(29);
    int wells = (policies + floors - 1) / floors;
    List<Address> bottoms = new ArrayList<>();
    for (int i = 0; i < wells; i++) {
      bottoms.add(made.address(random));
    }
    int step = family.bits() / 32;
    int middle = (FIRST_PORT + LAST_PORT) / 2;
    for (int i = 0; i < policies; i++) {
      int floor = i / wells;
      Prefix net = Prefix.masking(bottoms.get(i % wells), family.bits() - step * (floors - floor));
      MatchBox box = made.from(AddressSet.of(net));
      made.add(
          floor % 2 == 0 ? Action.ALLOW : Action.DENY,
          Policies.tcp(box, middle - i - 1, middle + i));
    }
    return made.denied();
  }

  /** Port ranges around port ranges, all with one set of sources, allowed and denied in turn. */
  static EffectivePolicy onion(Family family, int policies) {
    Adversary made = new Adversary(family);
    MatchBox box = made.from(made.cidrs(20, 23));
    for (int i = 0; i < policies; i++) {
      made.add(
          i % 2 == 0 ? Action.ALLOW : Action.DENY,
          Policies.tcp(box, FIRST_PORT - i - 1, FIRST_PORT + i));
    }
    return made.denied();
  }

  /**
   * Ports of everybody amid sources of all ports, in turn: what a source may is as many stretches
   * of ports as there are policies before its own.
   */
  static EffectivePolicy comb(Family family, int policies) {
    Adversary made = new Adversary(family);
    Random random = new Random(19);
    for (int i = 0; i < policies; i++) {
      Action action = i % 4 < 2 ? Action.ALLOW : Action.DENY;
      if (i % 2 == 0) {
        made.add(action, Policies.tcp(Policies.any(family), FIRST_PORT + i, FIRST_PORT + i));
      } else {
        made.add(
            action, made.from(AddressSet.of(Prefix.masking(made.address(random), family.bits()))));
      }
    }
    return made.denied();
  }

  /** Each policy opens a port to everybody but some. */
  static EffectivePolicy notNets(Family family, int policies, int cidrs) {
    Adversary made = new Adversary(family);
    for (int i = 0; i < policies; i++) {
      MatchBox box = made.from(made.cidrs(cidrs, i).complement());
      made.add(Action.ALLOW, Policies.tcp(box, FIRST_PORT + i, FIRST_PORT + i));
    }
    return made.denied();
  }

  /** Each port has a rule for each of the network sets, so that the rule that decides differs. */
  static EffectivePolicy shared(Family family, int sets, int cidrs, int ports) {
    Adversary made = new Adversary(family);
    List<AddressSet> all = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      all.add(made.cidrs(cidrs, i));
    }
    for (int port = 0; port < ports; port++) {
      for (int set = 0; set < sets; set++) {
        MatchBox box = made.from(all.get(set));
        Action action = (port + set) % 3 == 0 ? Action.DENY : Action.ALLOW;
        made.add(action, Policies.tcp(box, FIRST_PORT + port, FIRST_PORT + port));
      }
    }
    return made.denied();
  }

  /** Each port has rules for some of the network sets, which ones and in which order differs. */
  static EffectivePolicy chosen(Family family, int sets, int cidrs, int ports) {
    Adversary made = new Adversary(family);
    Random random = new Random(5);
    List<AddressSet> all = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      all.add(made.cidrs(cidrs, i));
    }
    for (int port = 0; port < ports; port++) {
      List<AddressSet> some = new ArrayList<>(all);
      Collections.shuffle(some, random);
      for (AddressSet set : some.subList(0, 1 + random.nextInt(sets))) {
        Action action = random.nextInt(3) == 0 ? Action.DENY : Action.ALLOW;
        made.add(action, Policies.tcp(made.from(set), FIRST_PORT + port, FIRST_PORT + port));
      }
    }
    return made.denied();
  }

  /** Network sets that several wide ranges of ports share. */
  static EffectivePolicy wide(Family family, int sets, int cidrs, int each) {
    Adversary made = new Adversary(family);
    Random random = new Random(9);
    for (int i = 0; i < sets; i++) {
      MatchBox box = made.from(made.cidrs(cidrs, i));
      for (int j = 0; j < each; j++) {
        int first = FIRST_PORT + random.nextInt(1_000);
        int last = LAST_PORT - random.nextInt(1_000);
        made.add(j % 2 == 0 ? Action.ALLOW : Action.DENY, Policies.tcp(box, first, last));
      }
    }
    return made.denied();
  }

  /** Sources, destinations and source ports that cross each other, for ports that share them. */
  static EffectivePolicy crossed(Family family, int sets, int cidrs, int ports) {
    Adversary made = new Adversary(family);
    Random random = new Random(13);
    List<AddressSet> all = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      all.add(made.cidrs(cidrs, i));
    }
    for (int port = 0; port < ports; port++) {
      for (int i = 0; i < 4; i++) {
        MatchBox from = made.from(all.get(random.nextInt(sets)));
        int low = 1_024 + random.nextInt(1_000);
        MatchBox box =
            new MatchBox(
                family,
                ProtocolSet.of(ProtocolSet.TCP),
                from.source(),
                all.get(random.nextInt(sets)),
                PortSet.of(List.of(new PortSet.Range(low, low + random.nextInt(30_000)))),
                PortSet.of(List.of(new PortSet.Range(FIRST_PORT + port, FIRST_PORT + port))),
                from.icmp());
        made.add(i % 2 == 0 ? Action.ALLOW : Action.DENY, box);
      }
    }
    return made.denied();
  }

  /** Ranges and address sets at random that cut each other in every way. */
  static EffectivePolicy hostile(Family family, int policies, int cidrs) {
    Adversary made = new Adversary(family);
    Random random = new Random(11);
    List<AddressSet> some = new ArrayList<>();
    for (int i = 0; i < 2 * cidrs; i++) {
      some.add(made.cidrs(1, 1_000 + i));
    }
    for (int i = 0; i < policies; i++) {
      AddressSet.Builder from = AddressSet.builder(family);
      for (int j = 0; j < cidrs; j++) {
        from.add(some.get(random.nextInt(some.size())));
      }
      int first = FIRST_PORT + random.nextInt(2_000);
      MatchBox box = Policies.tcp(made.from(from.build()), first, first + random.nextInt(700));
      made.add(i % 2 == 0 ? Action.ALLOW : Action.DENY, box);
    }
    return made.denied();
  }

  private void ports(int policies, int cidrs) {
    int base = rules.size();
    for (int i = 0; i < policies; i++) {
      int port = FIRST_PORT + base + i;
      add(Action.ALLOW, Policies.tcp(from(cidrs(cidrs, 100 + base + i)), port, port));
    }
  }

  private void add(Action action, MatchBox box) {
    rules.add(Policies.rule("t", "p" + named++, 0, action, box));
  }

  private EffectivePolicy denied() {
    add(Action.DENY, Policies.any(family));
    return new EffectivePolicy(List.of(new EffectiveTier("t", rules)));
  }

  private MatchBox from(AddressSet sources) {
    MatchBox any = Policies.any(family);
    return new MatchBox(
        family,
        ProtocolSet.ALL,
        sources,
        any.destination(),
        any.sourcePorts(),
        any.destinationPorts(),
        any.icmp());
  }

  private Address address(Random random) {
    return family == Family.V4
        ? Address.v4(random.nextInt())
        : Address.v6(0x2001_0000_0000_0000L | (random.nextInt() & 0xffffffffL), random.nextLong());
  }

  /** CIDRs of mixed lengths. */
  private AddressSet cidrs(int count, long seed) {
    Random random = new Random(seed);
    int[] lengths = family == Family.V4 ? new int[] {22, 24, 28, 32} : new int[] {48, 56, 64, 128};
    AddressSet.Builder out = AddressSet.builder(family);
    for (int i = 0; i < count; i++) {
      out.add(Prefix.masking(address(random), lengths[random.nextInt(lengths.length)]));
    }
    return out.build();
  }
}
