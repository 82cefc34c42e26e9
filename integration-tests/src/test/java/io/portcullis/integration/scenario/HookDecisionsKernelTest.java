package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.Shell;
import io.portcullis.lab.packet.Transport;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions D1 to D3, D5 and D7: where policy stands, and what it is never asked about. */
class HookDecisionsKernelTest extends Scenario {

  private static final String DENIES = ETH0 + DENY_REST;

  @BeforeAll
  void nodePort() {
    NodePortDnat.NFT.program(
        node1,
        List.of(new Service("tcp", 30_080, podA, 8080), new Service("udp", 30_080, podA, 8080)));
  }

  @Test
  void d1PolicySeesTheOriginalPortBeforeDnat() throws Exception {
    node.apply(
        ETH0
            + policy(
                "node-port",
                10,
                "{action: Allow, protocol: TCP, destination: {ports: [30080]}}",
                "{action: Allow, protocol: UDP, destination: {ports: [30080]}}")
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 30_080).reaches(podA), Flow.of(office, podA, 8080).isSilent());
    assertThat(node.decidedBy("node-port", 0)).isGreaterThanOrEqualTo(2);
    assertThat(node.decidedBy("node-port", 1)).isEqualTo(2);
  }

  @Test
  void d1TheHookIsPreroutingAtPriorityMinus101AndPolicyAccept() throws Exception {
    node.apply(DENIES);
    assertThat(node.nft("-n", "list", "chain", "inet", Node.TABLE, "prerouting"))
        .contains("type filter hook prerouting priority -101; policy accept;");
  }

  @Test
  void d1TheHookIsAfterConnectionTracking() throws Exception {
    // Replies would be denied were their connection not known here.
    node.apply(DENIES);
    lab.expect(Flow.of(node1, office, 8080).reaches(office));
    assertThat(node.decidedBy(Decision.Reason.ESTABLISHED)).isPositive();
  }

  @Test
  void d2TheWildcardEndpointDoesNotPoliceLoUnlessConfigured() throws Exception {
    String denies = WILDCARD + DENY_REST;
    node.apply(denies);
    lab.expect(Flow.of(node1, node1, 8080).reaches(node1), Flow.of(node2, node1, 8080).isSilent());
    node.apply(denies, Settings.loopbackPoliced());
    lab.expect(Flow.of(node1, node1, 8080).isSilent(), Flow.of(node2, node1, 8080).isSilent());
  }

  @Test
  void d2AnEndpointNamedLoPolicesItInBothSettings() throws Exception {
    String denies = WILDCARD + endpoint("lo", "lo") + DENY_REST;
    node.apply(denies);
    lab.expect(Flow.of(node1, node1, 8080).isSilent());
    node.apply(denies, Settings.loopbackPoliced());
    lab.expect(Flow.of(node1, node1, 8080).isSilent());
  }

  @Test
  void d3NeighboursAreFoundUnderDenyAllOnceForgotten() throws Exception {
    node.apply(DENIES);
    for (int i = 0; i < 2; i++) {
      flushNeighbours();
      lab.expect(Flow.of(node1, office, 8080).reaches(office));
    }
    assertThat(node.decidedBy(Decision.Reason.NEIGHBOUR_DISCOVERY)).isPositive();
  }

  @Test
  void d3TheRouterFindsTheNodeUnderDenyAllButForOnePort() throws Exception {
    node.apply(
        ETH0
            + policy("web", 10, "{action: Allow, protocol: TCP, destination: {ports: [8080]}}")
            + DENY_REST);
    flushNeighbours();
    lab.expect(Flow.of(office, node1, 8080).overTcp().reaches(node1));
  }

  @Test
  void d3PodsAndTheirNodeFindEachOtherUnderAWildcardDenyAll() throws Exception {
    node.apply(WILDCARD + DENY_REST);
    for (String family : List.of("-4", "-6")) {
      Shell.must(podA.namespace(), "", "ip", family, "neigh", "flush", "dev", "eth0");
      Shell.must(node1.namespace(), "", "ip", family, "neigh", "flush", "dev", "cali0000000000a");
    }
    lab.expect(
        Flow.of(node1, podA, 8080).reaches(podA),
        Flow.of(podA, node1, 22).overTcp().reaches(node1));
  }

  private void flushNeighbours() {
    for (String family : List.of("-4", "-6")) {
      Shell.must(topology.router().namespace(), "", "ip", family, "neigh", "flush", "dev", "node1");
      Shell.must(node1.namespace(), "", "ip", family, "neigh", "flush", "dev", "eth0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {130, 131, 132, 133, 134, 135, 136, 137, 143})
  void d3NeighbourAndListenerDiscoveryIsNeverPoliced(int type) throws Exception {
    node.apply(DENIES);
    wire.survives(wire.toNode(Family.V6, new Transport.Icmp(type, 0, Bytes.zero(20))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 138, 142, 144, 155})
  void d3OtherIcmpv6IsPoliced(int type) throws Exception {
    node.apply(DENIES);
    wire.isDropped(wire.toNode(Family.V6, new Transport.Icmp(type, 0, Bytes.zero(20))));
  }

  @Test
  void d3InIpv4NothingIsNeighbourDiscovery() throws Exception {
    node.apply(DENIES);
    wire.isDropped(wire.toNode(Family.V4, new Transport.Icmp(135, 0, Bytes.zero(20))));
    wire.isDropped(
        wire.toNode(Family.V4, new Transport.Other(58, Bytes.ofHex("87" + "00".repeat(23)))));
  }

  @Test
  void d5AnInterfacesOwnEndpointShadowsTheWildcardEvenWithoutPolicy() throws Exception {
    node.apply(WILDCARD + endpoint("node1-eth0", "role: none", "interfaceName: eth0") + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(node2, node1, 8080).isSilent(),
        Flow.of(podA, node1, 8080).isSilent());
  }

  @Test
  void d5OwnPolicyIsTheOnlyOneOnItsInterface() throws Exception {
    node.apply(
        WILDCARD
            + DENY_REST
            + endpoint("node1-eth0", "role: own", "interfaceName: eth0")
            + policy(
                "own",
                "order: 1",
                "role == 'own'",
                "{action: Deny, protocol: TCP, destination: {ports: [8081]}}",
                "{action: Deny, protocol: UDP, destination: {ports: [8081]}}"));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(office, node1, 8081).isSilent(),
        Flow.of(node2, node1, 8080).isSilent());
  }

  @Test
  void d7BothFamiliesAreOneTableSwitchedInOneTransaction() throws Exception {
    node.apply(DENIES);
    lab.expect(Flow.of(office, node1, 8080).isSilent());
    long before = node.generation();
    node.apply(ETH0 + policy("all", 10, "{action: Allow}"));
    // What is new is made beside, switched to, and what is old removed: one transaction each.
    assertThat(node.generation()).isBetween(before + 1, before + 3);
    lab.expect(Flow.of(office, node1, 8080).reaches(node1));
    assertThat(node.nft("list", "tables").lines())
        .filteredOn(line -> !line.contains("witness") && !line.contains("kube-nodeports"))
        .containsExactly("table inet " + Node.TABLE);
  }
}
