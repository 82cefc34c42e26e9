package io.portcullis.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Bits128;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every packet of a region goes the way of the one that the region was made for. */
final class RegionTest {

  private static final List<ConntrackState> STATES = List.of(ConntrackState.values());

  @Test
  void packetsOfARegionGoTheSameWay() {
    for (long seed = 1; seed <= 80; seed++) {
      RulesetInterpreter interpreter = ofPolicy(seed);
      RandomPackets packets = new RandomPackets(seed);
      Random random = new Random(seed);
      for (int i = 0; i < 100; i++) {
        Packet packet = i % 2 == 0 ? packets.any() : packets.fresh();
        Region region = everythingFrom(packet);
        Trace trace = new Trace();
        boolean dropped = interpreter.run(packet, trace, region);
        List<Integer> path = path(trace);
        for (int j = 0; j < 20; j++) {
          Packet other = within(region, packet, random);
          assertThat(interpreter.run(other, trace))
              .as("seed %d, %s like %s in %s", seed, other, packet, region)
              .isEqualTo(dropped);
          assertThat(path(trace))
              .as("seed %d, %s like %s in %s", seed, other, packet, region)
              .isEqualTo(path);
        }
      }
    }
  }

  private static RulesetInterpreter ofPolicy(long seed) {
    return new RulesetInterpreter(
        PolicyCompiler.compile(Policies.node(new RandomPolicies(seed).policy())).ruleset());
  }

  /** Runs with a region remember of which packets rules break off; nothing tells that they do. */
  @Test
  void whatRunsRememberChangesNoOther() {
    for (long seed = 1; seed <= 80; seed++) {
      RulesetInterpreter interpreter = ofPolicy(seed);
      RandomPackets packets = new RandomPackets(seed);
      Random random = new Random(seed);
      Trace trace = new Trace();
      Packet last = packets.any();
      for (int i = 0; i < 400; i++) {
        // Packets that have something in common with the one before, lower ones among them.
        Packet packet = random.nextInt(4) == 0 ? packets.any() : mixed(last, packets.any(), random);
        last = packet;
        Region region = everythingFrom(packet);
        boolean dropped = interpreter.run(packet, trace, region);
        List<Integer> path = path(trace);
        for (Packet other : List.of(packet, within(region, packet, random))) {
          assertThat(interpreter.run(other, trace))
              .as("seed %d, %s like %s in %s", seed, other, packet, region)
              .isEqualTo(dropped);
          assertThat(path(trace))
              .as("seed %d, %s like %s in %s", seed, other, packet, region)
              .isEqualTo(path);
        }
      }
    }
  }

  /** A packet with each of its values from one of two, of the first one's family and protocol. */
  private static Packet mixed(Packet one, Packet other, Random random) {
    boolean alike = one.family() == other.family();
    boolean words = alike && one.protocol() == other.protocol() && random.nextBoolean();
    return new Packet(
        random.nextBoolean() ? one.inInterface() : other.inInterface(),
        one.protocol(),
        alike && random.nextBoolean() ? other.source() : one.source(),
        alike && random.nextBoolean() ? other.destination() : one.destination(),
        words ? other.sourcePort() : one.sourcePort(),
        words ? other.destinationPort() : one.destinationPort(),
        words ? other.icmpType() : one.icmpType(),
        words ? other.icmpCode() : one.icmpCode(),
        random.nextBoolean() ? one.state() : other.state(),
        random.nextBoolean() ? one.toLocal() : other.toLocal());
  }

  private static List<Integer> path(Trace trace) {
    List<Integer> path = new ArrayList<>();
    for (int i = 0; i < trace.length(); i++) {
      path.add(trace.ruleAt(i));
    }
    return path;
  }

  static Region everythingFrom(Packet packet) {
    Region region = new Region();
    boolean v4 = packet.family() == Family.V4;
    boolean icmp = packet.protocol() == (v4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6);
    long high = v4 ? 0 : -1L;
    long low = v4 ? 0xffffffffL : -1L;
    int word = icmp ? packet.icmpType() << 8 | packet.icmpCode() : packet.sourcePort();
    int protocol = packet.protocol() < 0 ? Dimension.UNKNOWN_PROTOCOL : packet.protocol();
    Address source = packet.source();
    Address destination = packet.destination();
    region.set(Dimension.INTERFACE, 0, 0, 0, 0);
    region.set(Dimension.FAMILY, 0, v4 ? 0 : 1, 0, v4 ? 0 : 1);
    region.set(Dimension.STATE, 0, STATES.indexOf(packet.state()), 0, STATES.size() - 1);
    region.set(Dimension.LOCAL, 0, packet.toLocal() ? 1 : 0, 0, 1);
    region.set(Dimension.PROTOCOL, 0, protocol, 0, Dimension.UNKNOWN_PROTOCOL);
    region.set(Dimension.DESTINATION_PORT, 0, packet.destinationPort(), 0, 65_535);
    region.set(Dimension.SOURCE, source.high(), source.low(), high, low);
    region.set(Dimension.DESTINATION, destination.high(), destination.low(), high, low);
    region.set(Dimension.FIRST_WORD, 0, word, 0, 65_535);
    return region;
  }

  private static Packet within(Region region, Packet like, Random random) {
    int protocol = (int) pick(region, Dimension.PROTOCOL, random).low();
    protocol = protocol == Dimension.UNKNOWN_PROTOCOL ? -1 : protocol;
    int word = (int) pick(region, Dimension.FIRST_WORD, random).low();
    boolean v4 = like.family() == Family.V4;
    boolean icmp = protocol == (v4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6);
    Address source = pick(region, Dimension.SOURCE, random);
    Address destination = pick(region, Dimension.DESTINATION, random);
    Family family = like.family();
    return new Packet(
        like.inInterface(),
        protocol,
        new Address(family, source.high(), source.low()),
        new Address(family, destination.high(), destination.low()),
        icmp ? 0 : word,
        (int) pick(region, Dimension.DESTINATION_PORT, random).low(),
        icmp ? word >> 8 : 0,
        icmp ? word & 0xff : 0,
        STATES.get((int) pick(region, Dimension.STATE, random).low()),
        pick(region, Dimension.LOCAL, random).low() == 1);
  }

  /** A value of a dimension; its ends as often as all others together. */
  private static Address pick(Region region, Dimension of, Random random) {
    long high = region.high(of);
    long low = region.low(of);
    long lastHigh = region.lastHigh(of);
    long lastLow = region.lastLow(of);
    assertThat(Bits128.compare(high, low, lastHigh, lastLow)).as("%s", region).isNotPositive();
    return switch (random.nextInt(4)) {
      case 0 -> Address.v6(high, low);
      case 1 -> Address.v6(lastHigh, lastLow);
      default -> {
        BigInteger from = number(high, low);
        BigInteger count = number(lastHigh, lastLow).subtract(from).add(BigInteger.ONE);
        BigInteger at = from.add(new BigInteger(136, random).mod(count));
        yield Address.v6(at.shiftRight(64).longValue(), at.longValue());
      }
    };
  }

  private static BigInteger number(long high, long low) {
    return new BigInteger(1, Address.v6(high, low).toBytes());
  }
}
