package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.packet.RawPacket;
import io.portcullis.lab.packet.Transport;
import io.portcullis.lab.packet.Transport.Icmp;
import io.portcullis.lab.packet.Transport.SctpInit;
import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.lab.probe.Probe;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A packet in fragments is decided as the packet it is; no fragment slips past policy. */
class FragmentKernelTest extends Scenario {

  private static final int OPEN = 30_080;
  private static final int SHUT = 30_081;
  private static final String ONE_OPEN =
      ETH0
          + policy(
              "one-open",
              10,
              "{action: Allow, protocol: TCP, destination: {ports: [30080]}}",
              "{action: Allow, protocol: UDP, destination: {ports: [30080]}}",
              "{action: Allow, protocol: SCTP, destination: {ports: [30080]}}")
          + DENY_REST;
  private static final String ONE_SHUT =
      ETH0
          + policy(
              "one-shut",
              10,
              "{action: Deny, protocol: TCP, destination: {ports: [30081]}}",
              "{action: Deny, protocol: UDP, destination: {ports: [30081]}}",
              "{action: Deny, protocol: SCTP, destination: {ports: [30081]}}");

  static final List<String> POLICIES = List.of(ONE_OPEN, ONE_SHUT);

  @BeforeAll
  void nodePorts() {
    NodePortDnat.NFT.program(
        node1, List.of(new Service("udp", OPEN, podC, 8080), new Service("udp", SHUT, podC, 8080)));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void fragmentsOfAnOpenPortGoOnAndOfAShutOneDoNot(Family family) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      for (int size : new int[] {8, 16, 512}) {
        wire.survives("udp open by " + size, udp(family, OPEN, size));
        wire.isDropped("udp shut by " + size, udp(family, SHUT, size));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void tinyFragmentsOfAnSctpHeaderHideNothing(Family family) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      wire.survives("sctp open", split(family, new SctpInit(wire.fresh(), OPEN), 8));
      wire.isDropped("sctp shut", split(family, new SctpInit(wire.fresh(), SHUT), 8));
    }
  }

  @Test
  void tinyFragmentsOfATcpHeaderHideNothing() throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      // Eight bytes: the ports are in the first, the flags in the second.
      wire.survives("tcp open", split(Family.V4, Tcp.syn(wire.fresh(), OPEN), 8));
      wire.isDropped("tcp shut", split(Family.V4, Tcp.syn(wire.fresh(), SHUT), 8));
    }
  }

  /**
   * RFC 8200 section 4.5 wants all headers in the first fragment. The kernel leaves one without a
   * whole TCP header as it is ({@code nf_ct_frag6_gather}), and it comes to policy by itself.
   */
  @Test
  void anIpv6FragmentWithPartOfATcpHeaderIsInvalidOrDecidedByItsPort() throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      wire.isDropped("tcp open", split(Family.V6, Tcp.syn(wire.fresh(), OPEN), 8));
      wire.isDropped("tcp shut", split(Family.V6, Tcp.syn(wire.fresh(), SHUT), 8));
      assertThat(node.decidedBy(Decision.Reason.INVALID)).isEqualTo(2);
      node.apply(policy, Settings.invalidContinues());
      wire.survives("tcp open", split(Family.V6, Tcp.syn(wire.fresh(), OPEN), 8));
      wire.isDropped("tcp shut", split(Family.V6, Tcp.syn(wire.fresh(), SHUT), 8));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theOrderOfFragmentsDoesNotMatter(Family family) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      for (int port : new int[] {OPEN, SHUT}) {
        List<byte[]> backwards = new ArrayList<>(udp(family, port, 16));
        Collections.reverse(backwards);
        List<byte[]> rotated = new ArrayList<>(udp(family, port, 16));
        Collections.rotate(rotated, 2);
        for (List<byte[]> frames : List.of(backwards, rotated)) {
          if (port == OPEN) {
            wire.survives("open, in another order", frames);
          } else {
            wire.isDropped("shut, in another order", frames);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void partOfAPacketGoesNowhere(Family family) throws Exception {
    for (String policy : POLICIES) {
      node.apply(policy);
      for (int port : new int[] {OPEN, SHUT}) {
        List<byte[]> frames = udp(family, port, 16);
        int last = frames.size() - 1;
        wire.isDropped("the first fragment alone", frames.subList(0, 1));
        wire.isDropped("a later fragment alone", udp(family, port, 16).subList(1, 2));
        wire.isDropped("the last fragment alone", udp(family, port, 16).subList(last, last + 1));
        wire.isDropped("all but the first", udp(family, port, 16).subList(1, last + 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void anOverlappingFragmentCannotExchangeThePort(Family family) throws Exception {
    node.apply(ONE_OPEN);
    int source = wire.fresh();
    int identification = wire.fresh();
    RawPacket open = same(family, source, OPEN, identification);
    RawPacket shut = same(family, source, SHUT, identification);
    List<byte[]> openByTwo = Wire.fragments(open, 16);
    byte[] shutPorts = Wire.fragments(shut, 8).get(0);
    // What is within a fragment that is held already counts as its copy: the first stays.
    List<byte[]> frames = new ArrayList<>(openByTwo);
    frames.add(1, shutPorts);
    wire.survives("ports overwritten", frames);
    assertThat(node.decidedBy("one-open", 1)).isEqualTo(1);
    // What reaches beyond one that is held ends the whole packet.
    frames.remove(shutPorts);
    frames.add(0, shutPorts);
    wire.isDropped("ports written before", frames);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void fragmentsOfIcmpAreDecidedByType(Family family) throws Exception {
    int echo = family == Family.V4 ? 8 : 128;
    String name = family == Family.V4 ? "ICMP" : "ICMPv6";
    node.apply(
        ETH0
            + policy(
                "ping", 10, "{action: Allow, protocol: %s, icmp: {type: %d}}".formatted(name, echo))
            + DENY_REST);
    wire.survives("echo", split(family, icmp(echo), 8));
    wire.isDropped("answer to an echo", split(family, icmp(family == Family.V4 ? 0 : 129), 8));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aLargeDatagramFromASocketIsDecidedByItsPort(String policy) throws Exception {
    node.apply(policy);
    for (Family family : Family.values()) {
      assertThat(large(OPEN, family, Probe.LONG.toMillis())).isEqualTo(podC.name());
      assertThat(large(SHUT, family, Probe.SHORT.toMillis())).isEqualTo("silence");
    }
  }

  static List<String> policies() {
    return POLICIES;
  }

  /** Sends more than two frames hold, and waits for who answers. */
  private String large(int port, Family family, long patience) throws Exception {
    Tally.probes(1);
    try (DatagramSocket socket = office.namespace().call(DatagramSocket::new)) {
      socket.setSoTimeout((int) patience);
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(node1.address(family).toBytes()), port));
      socket.send(new DatagramPacket(new byte[4000], 4000));
      DatagramPacket answer = new DatagramPacket(new byte[64], 64);
      socket.receive(answer);
      return new String(
          answer.getData(), 0, answer.getLength(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      return "silence";
    }
  }

  private List<byte[]> udp(Family family, int port, int size) {
    return split(family, new Udp(wire.fresh(), port, 3 * size), size);
  }

  private List<byte[]> split(Family family, Transport transport, int size) {
    List<byte[]> frames = Wire.fragments(wire.toNode(family, transport), size);
    assertThat(frames).hasSizeGreaterThan(1);
    return frames;
  }

  private RawPacket same(Family family, int source, int port, int identification) {
    return new RawPacket(
        Wire.office(family),
        node1.address(family),
        List.of(),
        new Udp(source, port, 48),
        identification);
  }

  private Icmp icmp(int type) {
    return new Icmp(type, 0, Bytes.ofHex("%04x0001".formatted(wire.fresh()) + "00".repeat(40)));
  }
}
