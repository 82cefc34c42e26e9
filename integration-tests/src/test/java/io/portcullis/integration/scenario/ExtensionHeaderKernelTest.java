package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static io.portcullis.lab.packet.Extension.DESTINATION_OPTIONS;
import static io.portcullis.lab.packet.Extension.HOP_BY_HOP;

import io.portcullis.lab.packet.Extension;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.lab.packet.Transport.Other;
import io.portcullis.lab.packet.Transport.SctpInit;
import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** IPv6 extension headers hide neither the protocol nor the port. */
class ExtensionHeaderKernelTest extends OneOpenPort {

  static List<List<Extension>> chains() {
    return List.of(
        List.of(HOP_BY_HOP),
        List.of(DESTINATION_OPTIONS),
        List.of(HOP_BY_HOP, DESTINATION_OPTIONS),
        List.of(DESTINATION_OPTIONS, DESTINATION_OPTIONS, DESTINATION_OPTIONS));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void thePortIsSeenBehindThem(List<Extension> chain) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      openSurvivesAndShutDoesNot(chain);
    }
  }

  private void openSurvivesAndShutDoesNot(List<Extension> chain) {
    List<IntFunction<Transport>> transports =
        List.of(
            port -> Tcp.syn(wire.fresh(), port),
            port -> new Udp(wire.fresh(), port, 24),
            port -> new SctpInit(wire.fresh(), port));
    for (IntFunction<Transport> transport : transports) {
      wire.survives(packet(chain, transport.apply(OPEN)));
      wire.isDropped(packet(chain, transport.apply(SHUT)));
      // Enough for a whole TCP header, so that only the others are in two.
      wire.survives("open, in fragments", Wire.fragments(packet(chain, transport.apply(OPEN)), 24));
      wire.isDropped(
          "shut, in fragments", Wire.fragments(packet(chain, transport.apply(SHUT)), 24));
      // Larger than the packet: a fragment header, but no fragment (RFC 6946).
      wire.survives("open, atomic", Wire.fragments(packet(chain, transport.apply(OPEN)), 1024));
      wire.isDropped("shut, atomic", Wire.fragments(packet(chain, transport.apply(SHUT)), 1024));
    }
  }

  @ParameterizedTest
  @MethodSource("chains")
  void icmpv6IsSeenBehindThem(List<Extension> chain) throws Exception {
    node.apply(
        ETH0
            + policy("ping", 10, "{action: Allow, protocol: ICMPv6, icmp: {type: 128}}")
            + DENY_REST,
        Settings.invalidContinues());
    wire.survives(packet(chain, icmp(128)));
    wire.isDropped(packet(chain, icmp(129)));
    // Neighbour discovery too, as listener reports always have a hop-by-hop header.
    wire.survives(packet(chain, icmp(143)));
  }

  @Test
  void theProtocolIsTheLastHeaderAndNotAnExtension() throws Exception {
    node.apply(
        ETH0
            + policy("options", 10, "{action: Allow, protocol: 60}", "{action: Allow, protocol: 1}")
            + DENY_REST,
        Settings.invalidContinues());
    wire.isDropped(packet(List.of(DESTINATION_OPTIONS), Tcp.syn(wire.fresh(), OPEN)));
  }

  @Test
  void aLongChainHidesNothing() throws Exception {
    List<Extension> chain = Collections.nCopies(40, DESTINATION_OPTIONS);
    for (String policy : POLICIES) {
      node.apply(policy);
      wire.isDropped(packet(chain, Tcp.syn(wire.fresh(), SHUT)));
    }
  }

  @Test
  void thePortIsSeenBehindARoutingHeader() throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      // Type 3, no segments left.
      wire.survives(wire.toNode(Family.V6, behind(43, "0600030000000000", OPEN)));
      wire.isDropped(wire.toNode(Family.V6, behind(43, "0600030000000000", SHUT)));
    }
  }

  /** As in IPv4: the kernel stops there ({@code nft_set_pktinfo_ipv6}). */
  @ParameterizedTest
  @EnumSource(Family.class)
  void anAuthenticationHeaderIsAProtocolOfItsOwn(Family family) throws Exception {
    Transport authenticated = behind(51, "0604000000000001" + "00000001" + "00".repeat(12), SHUT);
    node.apply(POLICIES.get(0));
    wire.isDropped(wire.toNode(family, authenticated));
    node.apply(ETH0 + policy("ah", 10, "{action: Allow, protocol: 51}") + DENY_REST);
    wire.survives(wire.toNode(family, authenticated));
  }

  private Transport behind(int header, String bytes, int port) {
    byte[] tcp = tcpWithData(Family.V6, port, 0).toArray();
    return new Other(header, Bytes.ofHex(bytes + HexFormat.of().formatHex(tcp)));
  }

  @Test
  void nothingUnreadableSlipsPastADenyOfEverything() throws Exception {
    for (var settings : List.of(Settings.failsafes("tcp:22"), Settings.invalidContinues())) {
      node.apply(ETH0 + DENY_REST, settings);
      wire.isDropped(packet(List.of(), new Other(59, Bytes.zero(8))));
      for (Family family : Family.values()) {
        // Ports that are not there, or not whole.
        wire.isDropped(wire.toNode(family, new Other(6, Bytes.EMPTY)));
        wire.isDropped(wire.toNode(family, new Other(6, Bytes.ofHex("000016"))));
        wire.isDropped(wire.toNode(family, new Other(17, Bytes.ofHex("00"))));
        wire.isDropped(wire.toNode(family, new Other(132, Bytes.ofHex("0000"))));
        wire.isDropped(wire.toNode(family, new Other(family == Family.V4 ? 1 : 58, Bytes.EMPTY)));
      }
    }
  }

  private RawPacket packet(List<Extension> chain, Transport transport) {
    RawPacket plain = wire.toNode(Family.V6, transport);
    return new RawPacket(
        plain.source(), plain.destination(), chain, transport, plain.identification());
  }

  private Transport.Icmp icmp(int type) {
    return new Transport.Icmp(type, 0, Bytes.ofHex("%04x0001".formatted(wire.fresh())));
  }
}
