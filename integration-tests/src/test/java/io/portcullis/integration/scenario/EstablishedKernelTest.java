package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Host;
import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.policy.address.Family;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Decision D12: a change of policy is for new flows; those that exist live on. */
class EstablishedKernelTest extends Scenario {

  private static final int PATIENCE_MILLIS = 8_000;
  private static final String ALLOWS = ETH0 + policy("all", 10, "{action: Allow}");
  private static final String DENIES = ETH0 + DENY_REST;
  private static final String NOTHING = "";

  @BeforeAll
  void nodePorts() {
    List<Service> services = new java.util.ArrayList<>();
    for (String protocol : List.of("tcp", "udp")) {
      services.add(new Service(protocol, 30_081, podA, 8080));
      services.add(new Service(protocol, 30_082, podC, 8080));
    }
    NodePortDnat.NFT.program(node1, services);
  }

  static Stream<Arguments> flows() {
    return Stream.of(8080, 30_081, 30_082)
        .flatMap(port -> Stream.of(Family.values()).map(family -> Arguments.of(port, family)));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void d12AnEstablishedTcpFlowOutlivesAPolicyThatDeniesIt(int port, Family family)
      throws Exception {
    node.apply(ALLOWS);
    try (Socket socket = connected(port, family)) {
      String server = ask(socket);
      for (String policy : List.of(DENIES, NOTHING, DENIES)) {
        node.apply(policy);
        assertThat(ask(socket)).isEqualTo(server);
      }
      lab.expect(Flow.of(office, node1, port).in(family).isSilent());
      assertThat(ask(socket)).isEqualTo(server);
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void d12AnAnsweredUdpFlowOutlivesAPolicyThatDeniesIt(int port, Family family) throws Exception {
    node.apply(ALLOWS);
    try (DatagramSocket socket = office.namespace().call(DatagramSocket::new)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(at(node1, port, family));
      String server = ask(socket);
      node.apply(DENIES);
      assertThat(ask(socket)).isEqualTo(server);
      lab.expect(Flow.of(office, node1, port).in(family).isSilent());
      assertThat(ask(socket)).isEqualTo(server);
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void d12AFlowThatWasDeniedIsNotEstablishedByTrying(int port, Family family) throws Exception {
    node.apply(DENIES);
    lab.expect(
        Flow.of(office, node1, port).in(family).isSilent(),
        Flow.of(office, node1, port).in(family).isSilent());
    assertThat(node.decidedBy("deny-rest", 0)).isGreaterThanOrEqualTo(4);
  }

  private Socket connected(int port, Family family) throws Exception {
    return office
        .namespace()
        .call(
            () -> {
              Socket socket = new Socket();
              try {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(at(node1, port, family), PATIENCE_MILLIS);
                return socket;
              } catch (java.io.IOException e) {
                socket.close();
                throw e;
              }
            });
  }

  private static InetSocketAddress at(Host host, int port, Family family) throws Exception {
    return new InetSocketAddress(InetAddress.getByAddress(host.address(family).toBytes()), port);
  }

  private static String ask(Socket socket) throws Exception {
    Tally.probes(1);
    socket.getOutputStream().write('?');
    byte[] buffer = new byte[64];
    int length = socket.getInputStream().read(buffer);
    return new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  private static String ask(DatagramSocket socket) throws Exception {
    Tally.probes(1);
    socket.send(new DatagramPacket(new byte[] {'?'}, 1));
    DatagramPacket answer = new DatagramPacket(new byte[64], 64);
    socket.receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
  }
}
