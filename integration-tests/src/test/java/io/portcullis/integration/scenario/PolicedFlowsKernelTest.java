package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.netlink.conntrack.Conntrack;
import io.portcullis.netlink.conntrack.ConntrackFilter;
import io.portcullis.netlink.conntrack.ConntrackTuple;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Decision D12's option, {@code establishedFlows: police}: flows that a new policy denies end. */
class PolicedFlowsKernelTest extends OpenFlows {

  /** How long a denied packet is waited for; one that gets through does so in well under this. */
  private static final int SILENCE_MILLIS = 400;

  private static final DataplaneSettings POLICE = Settings.establishedPoliced();

  @ParameterizedTest
  @MethodSource("flows")
  void d12ATcpFlowThatANewPolicyDeniesEnds(int port, Family family) throws Exception {
    node.apply(ALLOWS, POLICE);
    try (Socket socket = connected(office, node1, port, family)) {
      ask(socket);
      node.apply(DENIES, POLICE);
      socket.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> ask(socket)).isInstanceOf(SocketTimeoutException.class);
      assertThat(node.decidedBy("deny-rest", 0)).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("flows")
  void d12AUdpFlowThatANewPolicyDeniesEndsAndOneThatItAllowsGoesOn(int port, Family family)
      throws Exception {
    node.apply(ALLOWS, POLICE);
    try (DatagramSocket denied = connectedUdp(port, family);
        DatagramSocket allowed = connectedUdp(port, family)) {
      ask(denied);
      ask(allowed);
      node.apply(
          ETH0
              + policy(
                  "some",
                  10,
                  "{action: Allow, protocol: UDP, source: {ports: [%d]}}"
                      .formatted(allowed.getLocalPort()))
              + DENY_REST,
          POLICE);
      denied.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> ask(denied)).isInstanceOf(SocketTimeoutException.class);
      ask(allowed);
      assertThat(node.decidedBy("deny-rest", 0)).isPositive();
      assertThat(node.decidedBy("some", 0)).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void d12WhatTheNodeBeganIsNotPoliced(Family family) throws Exception {
    node.apply(ALLOWS, POLICE);
    try (Socket socket = connected(node1, office, 8080, family)) {
      ask(socket);
      node.apply(DENIES, POLICE);
      ask(socket);
      assertThat(node.decidedBy(Decision.Reason.ESTABLISHED)).isPositive();
    }
  }

  /** What the server of an ended flow still sends does not open it again. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void d12AServerThatGoesOnSendingDoesNotReopenTheFlow(Family family) throws Exception {
    node.apply(ALLOWS, POLICE);
    try (ServerSocket server = node1.namespace().call(() -> new ServerSocket(9_000));
        Socket client = connected(office, node1, 9_000, family);
        Socket served = server.accept()) {
      hears(client, served);
      node.apply(DENIES, POLICE);
      hears(served, client);
      served.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> hears(client, served)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** Why the option does not delete flows, which was the other way: see decision 0014. */
  @ParameterizedTest
  @EnumSource(Family.class)
  void d12DeletingTheFlowWouldNotEndIt(Family family) throws Exception {
    node.apply(ALLOWS);
    try (ServerSocket server = node1.namespace().call(() -> new ServerSocket(9_001));
        Socket client = connected(office, node1, 9_001, family);
        Socket served = server.accept()) {
      hears(client, served);
      node.apply(DENIES);
      forget(9_001);
      hears(served, client);
      hears(client, served);
    }
  }

  private void forget(int port) throws Exception {
    int deleted =
        node1
            .namespace()
            .call(
                () -> {
                  try (Conntrack conntrack = Conntrack.open()) {
                    return (int)
                        conntrack.list(ConntrackFilter.ALL).stream()
                            .filter(entry -> isTo(entry.original(), port))
                            .filter(conntrack::delete)
                            .count();
                  }
                });
    assertThat(deleted).isEqualTo(1);
  }

  private static boolean isTo(ConntrackTuple tuple, int port) {
    return tuple.layer4() instanceof ConntrackTuple.Layer4.Ports ports
        && ports.destination() == port;
  }

  private static void hears(Socket from, Socket to) throws IOException {
    Tally.probes(1);
    from.getOutputStream().write('!');
    assertThat(to.getInputStream().read()).isEqualTo('!');
  }

  private DatagramSocket connectedUdp(int port, Family family) throws Exception {
    DatagramSocket socket = office.namespace().call(DatagramSocket::new);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(at(node1, port, family));
    return socket;
  }

  private static void ask(Socket socket) throws IOException {
    Tally.probes(1);
    socket.getOutputStream().write('?');
    assertThat(socket.getInputStream().read(new byte[64])).isPositive();
  }

  private static void ask(DatagramSocket socket) throws IOException {
    Tally.probes(1);
    socket.send(new DatagramPacket(new byte[] {'?'}, 1));
    socket.receive(new DatagramPacket(new byte[64], 64));
  }
}
