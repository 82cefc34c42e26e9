package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.packet.Transport.Icmp;
import io.portcullis.lab.packet.Transport.SctpInit;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.lab.probe.Probe;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A packet in fragments is decided as the packet it is. */
class FragmentKernelTest extends OneOpenPort {

  @BeforeAll
  void nodePorts() {
    List<Service> services = new ArrayList<>();
    for (String protocol : List.of("tcp", "udp", "sctp")) {
      services.add(new Service(protocol, OPEN, podC, 8080));
      services.add(new Service(protocol, SHUT, podC, 8080));
    }
    NodePortDnat.NFT.program(node1, services);
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
      // Not less than a TCP header, which IPv6 wants whole.
      for (int size : new int[] {24, 512}) {
        wire.survives("tcp open by " + size, split(family, tcp(family, OPEN, 2 * size), size));
        wire.isDropped("tcp shut by " + size, split(family, tcp(family, SHUT, 2 * size), size));
      }
      wire.survives("sctp open", split(family, new SctpInit(wire.fresh(), OPEN), 16));
      wire.isDropped("sctp shut", split(family, new SctpInit(wire.fresh(), SHUT), 16));
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

  private Icmp icmp(int type) {
    return new Icmp(type, 0, Bytes.ofHex("%04x0001".formatted(wire.fresh()) + "00".repeat(40)));
  }
}
