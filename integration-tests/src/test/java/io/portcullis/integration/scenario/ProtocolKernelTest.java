package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;

import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.lab.packet.Transport.Icmp;
import io.portcullis.lab.packet.Transport.Other;
import io.portcullis.lab.packet.Transport.SctpInit;
import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocols by name and number, SCTP, and both ICMPs, in packets made byte by byte. */
class ProtocolKernelTest extends Scenario {

  private static final int UDPLITE = 136;

  /** Where TCP has its ports: 30080 twice. */
  private static final Bytes LIKE_PORTS = Bytes.ofHex("75807580" + "00".repeat(28));

  @ParameterizedTest
  @EnumSource(Family.class)
  void sctpPortsAreMatched(Family family) throws Exception {
    node.apply(
        ETH0
            + policy(
                "sctp",
                10,
                "{action: Allow, protocol: SCTP, destination: {ports: [30080, \"30090:30099\"]}}",
                "{action: Allow, protocol: SCTP, source: {ports: [7000]}}")
            + DENY_REST);
    for (int port : new int[] {30_080, 30_090, 30_095, 30_099}) {
      survives(family, new SctpInit(wire.fresh(), port));
    }
    for (int port : new int[] {30_079, 30_081, 30_089, 30_100}) {
      isDropped(family, new SctpInit(wire.fresh(), port));
    }
    survives(family, new SctpInit(7000, 1));
    isDropped(family, new SctpInit(7001, 1));
    isDropped(family, Tcp.syn(wire.fresh(), 30_080));
    isDropped(family, new Udp(wire.fresh(), 30_080, 0));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aPortRuleOfOneProtocolLeavesTheOthersAlone(Family family) throws Exception {
    node.apply(
        ETH0 + policy("tcp", 10, "{action: Deny, protocol: TCP, destination: {ports: [30080]}}"));
    isDropped(family, Tcp.syn(wire.fresh(), 30_080));
    survives(family, new Udp(wire.fresh(), 30_080, 0));
    survives(family, new SctpInit(wire.fresh(), 30_080));
    survives(family, new Other(253, LIKE_PORTS));
  }

  @ParameterizedTest
  @CsvSource({"V4, ICMP, 8", "V6, ICMPv6, 128", "V4, 1, 8", "V6, 58, 128"})
  void icmpTypeIsMatchedWithAnyCode(Family family, String protocol, int echo) throws Exception {
    node.apply(
        ETH0
            + policy(
                "ping",
                10,
                "{action: Allow, protocol: %s, icmp: {type: %d}}".formatted(protocol, echo))
            + DENY_REST,
        Settings.invalidContinues());
    survives(family, icmp(echo, 0));
    survives(family, icmp(echo, 1));
    isDropped(family, icmp(echo + 1, 0));
    isDropped(family, new Udp(wire.fresh(), 8080, 0));
  }

  @ParameterizedTest
  @CsvSource({"V4, ICMP, 8", "V6, ICMPv6, 128"})
  void icmpTypeAndCodeAreMatchedTogether(Family family, String protocol, int echo)
      throws Exception {
    node.apply(
        ETH0
            + policy(
                "ping",
                10,
                "{action: Allow, protocol: %s, icmp: {type: %d, code: 0}}"
                    .formatted(protocol, echo))
            + DENY_REST,
        Settings.invalidContinues());
    survives(family, icmp(echo, 0));
    isDropped(family, icmp(echo, 1));
    isDropped(family, icmp(echo + 1, 0));
  }

  @ParameterizedTest
  @CsvSource({"V4, ICMP, 8", "V6, ICMPv6, 128"})
  void notIcmpTypeMatchesEveryOtherTypeButNoOtherProtocol(Family family, String protocol, int echo)
      throws Exception {
    node.apply(
        ETH0 + policy("no-ping", 10, "{action: Deny, notICMP: {type: %d}}".formatted(echo)),
        Settings.invalidContinues());
    survives(family, icmp(echo, 0));
    survives(family, icmp(echo, 7));
    isDropped(family, icmp(echo + 1, 0));
    survives(family, Tcp.syn(wire.fresh(), 8080));
    survives(family, new Udp(wire.fresh(), 8080, 0));
  }

  @Test
  void icmpByNameIsOfOneFamilyAndByNumberOfBoth() throws Exception {
    // Each family's own ICMP in a packet of the other: nonsense, but it can be sent.
    Other echo = new Other(58, Bytes.ofHex("8000" + "00".repeat(18)));
    node.apply(
        ETH0 + policy("name", 10, "{action: Deny, protocol: ICMPv6}"), Settings.invalidContinues());
    isDropped(Family.V6, icmp(128, 0));
    survives(Family.V4, echo);
    node.apply(
        ETH0 + policy("number", 10, "{action: Deny, protocol: 58}"), Settings.invalidContinues());
    isDropped(Family.V6, icmp(128, 0));
    isDropped(Family.V4, echo);
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 89, 112, 253})
  void anyProtocolIsMatchedByNumber(int protocol) throws Exception {
    node.apply(
        ETH0 + policy("one", 10, "{action: Allow, protocol: %d}".formatted(protocol)) + DENY_REST,
        Settings.invalidContinues());
    for (Family family : Family.values()) {
      survives(family, new Other(protocol, LIKE_PORTS));
      isDropped(family, new Other(protocol + 1, LIKE_PORTS));
      isDropped(family, Tcp.syn(wire.fresh(), 8080));
    }
  }

  @ParameterizedTest
  @CsvSource({"TCP, 6", "UDP, 17", "SCTP, 132", "UDPLite, 136"})
  void aProtocolsNameAndItsNumberAreTheSame(String name, int number) throws Exception {
    for (Object protocol : new Object[] {name, number}) {
      node.apply(
          ETH0 + policy("one", 10, "{action: Deny, protocol: %s}".formatted(protocol)),
          Settings.invalidContinues());
      for (Family family : Family.values()) {
        for (Transport transport : withPorts()) {
          if (transport.protocol(family) == number) {
            isDropped(family, transport);
          } else {
            survives(family, transport);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void notProtocolMatchesEveryOther(Family family) throws Exception {
    node.apply(
        ETH0 + policy("only-udp", 10, "{action: Deny, notProtocol: UDP}"),
        Settings.invalidContinues());
    survives(family, new Udp(wire.fresh(), 8080, 0));
    isDropped(family, Tcp.syn(wire.fresh(), 8080));
    isDropped(family, new SctpInit(wire.fresh(), 8080));
    isDropped(family, icmp(family == Family.V4 ? 8 : 128, 0));
    isDropped(family, new Other(253, LIKE_PORTS));
  }

  private Transport[] withPorts() {
    return new Transport[] {
      Tcp.syn(wire.fresh(), 30_080),
      new Udp(wire.fresh(), 30_080, 0),
      new SctpInit(wire.fresh(), 30_080),
      new Other(UDPLITE, LIKE_PORTS)
    };
  }

  private Icmp icmp(int type, int code) {
    return new Icmp(type, code, Bytes.ofHex("%04x0001".formatted(wire.fresh())));
  }

  private void survives(Family family, Transport transport) {
    RawPacket packet = wire.toNode(family, transport);
    wire.survives(packet);
  }

  private void isDropped(Family family, Transport transport) {
    RawPacket packet = wire.toNode(family, transport);
    wire.isDropped(packet);
  }
}
