package io.portcullis.compiler;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Random;

/**
 * Packets at random, over the values that {@link RandomPolicies} speaks of and their neighbours.
 */
public final class RandomPackets {

  private static final List<ConntrackState> STATES = List.of(ConntrackState.values());

  private final Random random;

  public RandomPackets(long seed) {
    this.random = new Random(seed);
  }

  /** A new connection's first packet on eth0. */
  public Packet fresh() {
    return packet("eth0", ConntrackState.NEW);
  }

  /** A packet of any state, mostly on eth0. */
  public Packet any() {
    String in = random.nextInt(8) == 0 ? "eth1" : "eth0";
    return packet(in, STATES.get(random.nextInt(STATES.size())));
  }

  private Packet packet(String in, ConntrackState state) {
    Family family = random.nextBoolean() ? Family.V4 : Family.V6;
    int[] protocols = {6, 17, 132, 1, 58, 47, 50, 99, -1, 6, 17};
    int protocol = protocols[random.nextInt(protocols.length)];
    boolean ports = ProtocolSet.hasPorts(protocol);
    boolean icmp = protocol == (family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6);
    int[] types = {0, 1, 2, 3, 4, 135, 143, 255};
    return new Packet(
        in,
        protocol,
        address(family),
        address(family),
        ports ? port() : 0,
        ports ? port() : 0,
        icmp ? types[random.nextInt(types.length)] : 0,
        icmp ? random.nextInt(4) : 0,
        state,
        random.nextBoolean());
  }

  private int port() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(65_536);
      case 1 -> random.nextBoolean() ? 22 : 65_535;
      default -> 29_999 + random.nextInt(10);
    };
  }

  private Address address(Family family) {
    int last = random.nextInt(18);
    if (random.nextInt(8) == 0) {
      return family == Family.V4 ? Address.v4(-1 - last) : Address.v6(-1, -1 - last);
    }
    return family == Family.V4
        ? Address.v4(0x0a000000 | last)
        : Address.v6(0x20010db800000000L, last);
  }
}
