package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.Family;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decision D12: a change of policy is for new flows; those that exist live on. */
class EstablishedKernelTest extends OpenFlows {

  private static final String NOTHING = "";

  @ParameterizedTest
  @MethodSource("flows")
  void d12AnEstablishedTcpFlowOutlivesAPolicyThatDeniesIt(int port, Family family)
      throws Exception {
    node.apply(ALLOWS);
    try (Socket socket = connected(office, node1, port, family)) {
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
