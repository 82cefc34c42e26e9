package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;

import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.policy.address.Address;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Section 7 of the semantics: which flows meet pre-DNAT policy, row by row. */
class FlowMatrixKernelTest extends Scenario {

  private static final int TO_POD_A = 30_081;
  private static final int TO_POD_C = 30_082;
  private static final String ALLOW_OFFICE =
      policy(
          "office",
          10,
          "{action: Allow, source: {nets: [198.51.100.0/24]}}",
          "{action: Allow, source: {nets: [\"2001:db8:51::/64\"]}}");
  private static final String NAMED_DENIES = ETH0 + DENY_REST;
  private static final String NAMED_ALLOWS_OFFICE = ETH0 + ALLOW_OFFICE + DENY_REST;
  private static final String WILDCARD_DENIES = WILDCARD + DENY_REST;

  @BeforeAll
  void nodePorts() {
    List<Service> services = new java.util.ArrayList<>();
    for (String protocol : List.of("tcp", "udp")) {
      services.add(new Service(protocol, TO_POD_A, podA, 8080));
      services.add(new Service(protocol, TO_POD_C, podC, 8080));
    }
    NodePortDnat.NFT.program(node1, services);
  }

  @Test
  void netToHostProcessMeetsThePolicyOfTheIncomingEndpoint() throws Exception {
    node.apply(NAMED_ALLOWS_OFFICE);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(outside, node1, 8080).isSilent(),
        // By another link, which is no endpoint.
        Flow.of(node2, node1, 8080).reaches(node1));
  }

  @Test
  void netToLocalPodMeetsThePolicyOfTheIncomingEndpoint() throws Exception {
    node.apply(NAMED_ALLOWS_OFFICE);
    lab.expect(
        Flow.of(office, podA, 8080).reaches(podA),
        Flow.of(outside, podA, 8080).isSilent(),
        Flow.of(office, node1, TO_POD_A).reaches(podA),
        Flow.of(outside, node1, TO_POD_A).isSilent());
  }

  @Test
  void netToNetMeetsThePolicyOfTheIncomingEndpointOnly() throws Exception {
    // The office comes in by eth0 and goes out by eth1; node2 the other way round.
    node.apply(
        NAMED_ALLOWS_OFFICE
            + endpoint("node1-eth1", "host-endpoint: other", "interfaceName: eth1"));
    lab.expect(
        Flow.of(office, podC, 8080).reaches(podC),
        Flow.of(outside, podC, 8080).isSilent(),
        Flow.of(office, node2, 8080).reaches(node2),
        Flow.of(outside, node2, 8080).isSilent(),
        Flow.of(office, node1, TO_POD_C).reaches(podC),
        Flow.of(outside, node1, TO_POD_C).isSilent(),
        Flow.of(node2, outside, 8080).isSilent());
  }

  @Test
  void netToNetIsNotPolicedByTheOutgoingEndpoint() throws Exception {
    node.apply(endpoint("node1-eth1", "eth1") + DENY_REST);
    lab.expect(
        Flow.of(office, podC, 8080).reaches(podC),
        Flow.of(office, node1, TO_POD_C).reaches(podC),
        Flow.of(node2, office, 8080).isSilent(),
        Flow.of(podC, node1, 8080).isSilent());
  }

  @Test
  void hostProcessToNetIsNeverPoliced() throws Exception {
    for (String policy : List.of(NAMED_DENIES, WILDCARD_DENIES)) {
      node.apply(policy);
      lab.expect(
          Flow.of(node1, office, 8080).reaches(office), Flow.of(node1, node2, 8080).reaches(node2));
    }
  }

  @Test
  void localPodToNetMeetsOnlyTheWildcardEndpoint() throws Exception {
    node.apply(NAMED_DENIES);
    lab.expect(
        Flow.of(podA, office, 8080).reaches(office), Flow.of(podA, podC, 8080).reaches(podC));
    node.apply(WILDCARD_DENIES);
    lab.expect(Flow.of(podA, office, 8080).isSilent(), Flow.of(podA, podC, 8080).isSilent());
  }

  @Test
  void localPodToHostMeetsOnlyTheWildcardEndpoint() throws Exception {
    node.apply(NAMED_DENIES);
    lab.expect(Flow.of(podA, node1, 8080).reaches(node1));
    node.apply(WILDCARD_DENIES);
    // Port 22 of the host is a failsafe.
    lab.expect(
        Flow.of(podA, node1, 8080).isSilent(), Flow.of(podA, node1, 22).overTcp().reaches(node1));
  }

  @Test
  void localPodToNodePortMeetsOnlyTheWildcardEndpoint() throws Exception {
    node.apply(NAMED_DENIES);
    lab.expect(Flow.of(podA, node1, TO_POD_C).reaches(podC));
    node.apply(WILDCARD_DENIES);
    lab.expect(Flow.of(podA, node1, TO_POD_C).isSilent());
  }

  @Test
  void localPodToLocalPodMeetsOnlyTheWildcardEndpoint() throws Exception {
    node.apply(NAMED_DENIES);
    lab.expect(Flow.of(podA, podB, 8080).reaches(podB));
    node.apply(WILDCARD_DENIES);
    lab.expect(Flow.of(podA, podB, 8080).isSilent());
  }

  @Test
  void aNamedEndpointCannotTakeAWorkloadsInterface() throws Exception {
    node.apply(endpoint("pod-a", "cali0000000000a") + DENY_REST);
    lab.expect(Flow.of(podA, node1, 8080).reaches(node1));
  }

  @Test
  void hostToLocalPodIsNeverPoliced() throws Exception {
    for (String policy : List.of(NAMED_DENIES, WILDCARD_DENIES)) {
      node.apply(policy);
      lab.expect(Flow.of(node1, podA, 8080).reaches(podA));
    }
  }

  @Test
  void hostToItsOwnAddressMeetsTheEndpointNamedLo() throws Exception {
    node.apply(NAMED_DENIES);
    lab.expect(ownAddresses().reaches(node1), loopback().reaches(node1));
    node.apply(endpoint("node1-lo", "lo") + DENY_REST);
    lab.expect(ownAddresses().isSilent(), loopback().isSilent());
  }

  @Test
  void hostToItsOwnAddressMeetsTheWildcardEndpointIfLoopbackIsPoliced() throws Exception {
    node.apply(WILDCARD_DENIES);
    lab.expect(ownAddresses().reaches(node1), loopback().reaches(node1));
    node.apply(WILDCARD_DENIES, Settings.loopbackPoliced());
    lab.expect(ownAddresses().isSilent(), loopback().isSilent());
  }

  @Test
  void repliesOfTrackedFlowsAreAcceptedAndNewFlowsBackAreNot() throws Exception {
    node.apply(NAMED_DENIES);
    lab.expect(
        Flow.of(node1, office, 8080).reaches(office),
        Flow.of(podA, office, 8080).reaches(office),
        Flow.of(office, node1, 8080).isSilent(),
        // A reset is part of the flow; an ICMP error is related to it.
        Flow.of(node1, office, 9).isRefused());
  }

  @Test
  void withoutAMatchingRuleThePacketContinues() throws Exception {
    node.apply(
        ETH0 + policy("some", 10, "{action: Deny, protocol: TCP, destination: {ports: [8081]}}"));
    lab.expect(
        Flow.of(outside, node1, 8080).reaches(node1),
        Flow.of(outside, node1, 8081).overTcp().isSilent(),
        Flow.of(outside, node1, 8081).overUdp().reaches(node1));
  }

  private Flow ownAddresses() {
    return Flow.of(node1, node1, 8080);
  }

  private Flow loopback() {
    return Flow.to(node1, 8080, Address.parse("127.0.0.1"), Address.parse("::1")).overTcp();
  }
}
