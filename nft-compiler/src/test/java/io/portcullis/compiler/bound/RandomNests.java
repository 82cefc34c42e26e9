package io.portcullis.compiler.bound;

import io.portcullis.compiler.Policies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Networks within networks with port ranges of all kinds, in any order: inside out, outside in, or
 * mixed; some rules ask for more, some are for everybody, some only log or pass.
 */
public final class RandomNests {

  private static final int FIRST_PORT = 30_000;
  private static final int PORTS = 60;

  private final Random random;
  private final Family family;
  private final List<Address> tops = new ArrayList<>();

  /** Of one family. */
  public RandomNests(long seed, Family family) {
    this.random = new Random(seed * 0x9e3779b97f4a7c15L);
    this.family = family;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      tops.add(address());
    }
  }

  /** A policy of at most sixty rules, in one tier or two. */
  public EffectivePolicy policy() {
    List<EffectiveRule> rules = new ArrayList<>();
    int order = random.nextInt(3);
    boolean others = random.nextBoolean();
    int floors = 15 + random.nextInt(10);
    for (int i = 0; i < floors * tops.size(); i++) {
      int floor = i / tops.size();
      int place =
          switch (order) {
            case 0 -> floor;
            case 1 -> floors - floor;
            default -> random.nextInt(floors);
          };
      rules.add(rule(rules.size(), tops.get(i % tops.size()), place, others));
    }
    int cut = random.nextBoolean() ? rules.size() : random.nextInt(rules.size());
    return new EffectivePolicy(
        List.of(
            new EffectiveTier("t", rules.subList(0, cut)),
            new EffectiveTier("u", rules.subList(cut, rules.size()))));
  }

  private EffectiveRule rule(int index, Address top, int floor, boolean others) {
    Action action = random.nextBoolean() ? Action.ALLOW : Action.DENY;
    int kind = others ? random.nextInt(40) : 3;
    if (kind < 2) {
      action = kind == 0 ? Action.LOG : Action.PASS;
    }
    int width = random.nextInt(3) == 0 ? 0 : floor;
    int first = FIRST_PORT + random.nextInt(PORTS / 2);
    int protocol = kind < 8 && kind > 3 ? ProtocolSet.UDP : ProtocolSet.TCP;
    MatchBox box =
        Policies.ports(
            Policies.any(family), protocol, Math.max(0, first - width), first + width + 1);
    if (kind == 9) {
      box = Policies.protocols(Policies.any(family), ProtocolSet.of(icmp(), 47));
    }
    if (kind != 10) {
      int length = family.bits() - family.bits() / 32 * floor;
      box = Policies.from(box, Prefix.masking(top, length).toString());
    }
    if (kind == 11) {
      box = Policies.to(box, family == Family.V4 ? "192.0.2.0/25" : "2001:db8:ff::/64");
    }
    if (kind == 12) {
      box = Policies.fromPorts(box, 1_000, 2_000);
    }
    return Policies.rule("t", "p" + index, 0, action, box);
  }

  private int icmp() {
    return family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
  }

  /** A new connection's first packet, of a source near one of the networks. */
  Packet packet() {
    Address top = tops.get(random.nextInt(tops.size()));
    int bit = random.nextInt(family.bits());
    Address from = random.nextInt(8) == 0 ? address() : flipped(top, bit);
    int[] protocols = {6, 6, 6, 6, 17, 47, icmp(), 132};
    int protocol = protocols[random.nextInt(protocols.length)];
    boolean ports = ProtocolSet.hasPorts(protocol);
    Address to =
        Address.parse(
            family == Family.V4
                ? "192.0.2." + random.nextInt(256)
                : "2001:db8:ff:" + random.nextInt(2) + "::1");
    return new Packet(
        "eth0",
        protocol,
        from,
        to,
        ports ? 900 + random.nextInt(200) : 0,
        ports ? FIRST_PORT - 30 + random.nextInt(PORTS + 60) : 0,
        0,
        0,
        ConntrackState.NEW,
        false);
  }

  /** Another address that shares the bits before one with a first. */
  private Address flipped(Address of, int bit) {
    if (family == Family.V4) {
      return new Address(family, 0, of.low() ^ (1L << (31 - bit % 32)));
    }
    return bit < 64
        ? new Address(family, of.high() ^ (1L << (63 - bit)), of.low())
        : new Address(family, of.high(), of.low() ^ (1L << (127 - bit)));
  }

  private Address address() {
    return family == Family.V4
        ? Address.v4(random.nextInt())
        : Address.v6(0x2001_0db8_0000_0000L | (random.nextInt() & 0xffffffffL), random.nextLong());
  }
}
