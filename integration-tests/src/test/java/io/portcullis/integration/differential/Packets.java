package io.portcullis.integration.differential;

import io.portcullis.lab.packet.Extension;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Packets at and next to the bounds of a policy's boxes, and some from anywhere. */
final class Packets {

  private static final List<Integer> OTHERS = List.of(2, 47, 89, 112, 136, 253);
  private static final BigInteger ONE = BigInteger.ONE;

  private final Random random;
  private final String link;
  private final List<MatchBox> boxes;
  private int identification;

  Packets(NodePolicy node, String link, Random random) {
    this.random = random;
    this.link = link;
    this.boxes =
        PlainReading.policyOf(node, link).orElse(EffectivePolicy.NONE).tiers().stream()
            .flatMap(tier -> tier.rules().stream())
            .flatMap(rule -> rule.boxes().stream())
            .toList();
  }

  /** The next one; most lie at a bound. */
  Case next() {
    Optional<MatchBox> box =
        boxes.isEmpty() || random.nextInt(8) == 0
            ? Optional.empty()
            : Optional.of(boxes.get(random.nextInt(boxes.size())));
    Family family = box.map(MatchBox::family).orElse(random.nextBoolean() ? Family.V4 : Family.V6);
    Address source = address(family, box.map(MatchBox::source));
    Address destination =
        random.nextBoolean()
            ? Guarded.address(family)
            : address(family, box.map(MatchBox::destination));
    int protocol = protocol(family, box.map(MatchBox::protocols));
    int sourcePort = port(box.map(MatchBox::sourcePorts));
    int destinationPort = port(box.map(MatchBox::destinationPorts));
    boolean icmp = protocol == (family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6);
    int word = icmp ? port(box.map(b -> b.icmp().asWords())) : 0;
    boolean ports = ProtocolSet.hasPorts(protocol);
    Packet packet =
        new Packet(
            link,
            protocol,
            source,
            destination,
            ports ? sourcePort : 0,
            ports ? destinationPort : 0,
            word >> 8,
            word & 0xff,
            ConntrackState.UNTRACKED,
            destination.equals(Guarded.address(family)));
    List<Extension> extensions =
        family == Family.V6 && random.nextInt(5) == 0
            ? random.nextBoolean()
                ? List.of(Extension.HOP_BY_HOP)
                : List.of(Extension.DESTINATION_OPTIONS)
            : List.of();
    RawPacket raw =
        new RawPacket(
            source, destination, extensions, transport(packet), ++identification & 0xffff);
    return new Case(packet, raw, random.nextInt(6) == 0);
  }

  private static Transport transport(Packet packet) {
    return switch (packet.protocol()) {
      case ProtocolSet.TCP -> Transport.Tcp.syn(packet.sourcePort(), packet.destinationPort());
      case ProtocolSet.UDP -> new Transport.Udp(packet.sourcePort(), packet.destinationPort(), 20);
      case ProtocolSet.SCTP ->
          new Transport.SctpInit(packet.sourcePort(), packet.destinationPort());
      case ProtocolSet.ICMP, ProtocolSet.ICMPV6 ->
          packet.protocol() == (packet.family() == Family.V4 ? 1 : 58)
              ? new Transport.Icmp(packet.icmpType(), packet.icmpCode(), Bytes.zero(28))
              : other(packet.protocol());
      default -> other(packet.protocol());
    };
  }

  private static Transport other(int protocol) {
    // What looks like a port of policy, were it looked at.
    return new Transport.Other(protocol, Bytes.ofHex("757f7580" + "00".repeat(28)));
  }

  private int protocol(Family family, Optional<ProtocolSet> near) {
    int[] members = near.map(ProtocolSet::toArray).orElse(new int[0]);
    if (members.length > 0 && members.length < 9 && random.nextInt(6) > 0) {
      return members[random.nextInt(members.length)];
    }
    int dice = random.nextInt(8);
    return switch (dice) {
      case 0, 1 -> ProtocolSet.TCP;
      case 2 -> ProtocolSet.UDP;
      case 3 -> ProtocolSet.SCTP;
      case 4 -> family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
      case 5 -> family == Family.V4 ? ProtocolSet.ICMPV6 : ProtocolSet.ICMP;
      default -> OTHERS.get(random.nextInt(OTHERS.size()));
    };
  }

  private int port(Optional<PortSet> near) {
    List<PortSet.Range> ranges = near.map(PortSet::ranges).orElse(List.of());
    if (ranges.isEmpty() || random.nextInt(8) == 0) {
      return random.nextInt(65_536);
    }
    PortSet.Range range = ranges.get(random.nextInt(ranges.size()));
    int bound = random.nextBoolean() ? range.first() : range.last();
    return (bound + random.nextInt(3) - 1) & 0xffff;
  }

  private Address address(Family family, Optional<AddressSet> near) {
    if (near.isPresent() && near.get().rangeCount() > 0 && random.nextInt(8) > 0) {
      int index = random.nextInt(near.get().rangeCount());
      Address first = near.get().first(index);
      Address last = near.get().last(index);
      Address at =
          switch (random.nextInt(5)) {
            case 0 -> plus(first, ONE.negate());
            case 1 -> first;
            case 2 -> last;
            case 3 -> plus(last, ONE);
            default -> between(first, last, random);
          };
      if (routable(at)) {
        return at;
      }
    }
    Prefix anywhere = Prefix.parse(family == Family.V4 ? "10.1.0.0/16" : "2001:db8:1::/48");
    return inside(anywhere, random);
  }

  /** Others never get to the hook, or not from this link. */
  private static boolean routable(Address address) {
    int first = address.toBytes()[0] & 0xff;
    return address.family() == Family.V4
        ? first > 0 && first < 224 && first != 127
        : first > 0 && first < 255;
  }

  /** Any address of a prefix. */
  static Address inside(Prefix prefix, Random random) {
    return between(prefix.address(), prefix.last(), random);
  }

  private static Address between(Address first, Address last, Random random) {
    BigInteger from = new BigInteger(1, first.toBytes());
    BigInteger count = new BigInteger(1, last.toBytes()).subtract(from).add(ONE);
    BigInteger offset = new BigInteger(first.family().bits() + 8, random).mod(count);
    return plus(first, offset);
  }

  private static Address plus(Address address, BigInteger offset) {
    int length = address.family().bits() / 8;
    BigInteger modulus = ONE.shiftLeft(address.family().bits());
    byte[] sum = new BigInteger(1, address.toBytes()).add(offset).mod(modulus).toByteArray();
    byte[] out = new byte[length];
    for (int i = 1; i <= Math.min(length, sum.length); i++) {
      out[length - i] = sum[sum.length - i];
    }
    return Address.of(out);
  }
}
