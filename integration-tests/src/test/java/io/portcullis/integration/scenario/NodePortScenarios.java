package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.Host;
import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.packet.Transport.SctpInit;
import io.portcullis.policy.address.Family;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A NodePort is guarded by the port on the wire, whoever translates it and wherever it leads: to
 * the node itself, to a pod on it, to a pod elsewhere. One subclass for each tool.
 */
abstract class NodePortScenarios extends Scenario {

  private static final int TO_NODE = 30_080;
  private static final int TO_POD_A = 30_081;
  private static final int TO_POD_C = 30_082;
  private static final int TARGET = 8080;
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  /** What {@code all()} selects: as a selector it means every known address, not every address. */
  private static final String EVERYBODY =
      networkSet("everybody", "role: everybody", "0.0.0.0/0, \"::/0\"");

  private final NodePortDnat dnat;

  NodePortScenarios(NodePortDnat dnat) {
    this.dnat = dnat;
  }

  @BeforeAll
  void nodePorts() {
    List<Service> services = new ArrayList<>();
    for (String protocol : List.of("tcp", "udp", "sctp")) {
      services.add(new Service(protocol, TO_NODE, node1, TARGET));
      services.add(new Service(protocol, TO_POD_A, podA, TARGET));
      services.add(new Service(protocol, TO_POD_C, podC, TARGET));
    }
    dnat.program(node1, services);
  }

  @Test
  void anAllowedSourceReachesEveryBackendAndADeniedOneNone() throws Exception {
    node.apply(
        ETH0
            + networkSet("offices", "role: office", "198.51.100.0/24, \"2001:db8:51::/64\"")
            + policy("node-ports", 10, rules("Allow", "role == 'office'", "\"30080:30082\""))
            + DENY_REST);
    lab.expect(toAll(office, true));
    lab.expect(toAll(outside, false));
    assertThat(node.decidedBy("node-ports", 0)).isGreaterThanOrEqualTo(6);
    assertThat(node.decidedBy("node-ports", 1)).isEqualTo(6);
    assertThat(node.decidedBy("deny-rest", 0)).isGreaterThanOrEqualTo(12);
  }

  @Test
  void oneNodePortCanBeClosedToOneSource() throws Exception {
    node.apply(
        ETH0
            + networkSet("outsides", "role: outside", "203.0.113.0/24, \"2001:db8:113::/64\"")
            + policy("close", 10, rules("Deny", "role == 'outside'", "" + TO_POD_C)));
    lab.expect(toAll(office, true));
    lab.expect(
        Flow.of(outside, node1, TO_NODE).reaches(node1),
        Flow.of(outside, node1, TO_POD_A).reaches(podA),
        Flow.of(outside, node1, TO_POD_C).isSilent());
  }

  @Test
  void aDenyOfThePodsOwnPortDoesNotMatchTheNodePort() throws Exception {
    node.apply(ETH0 + policy("pod-port", 10, rules("Deny", "all()", "" + TARGET)) + EVERYBODY);
    lab.expect(toAll(office, true));
    lab.expect(Flow.of(office, node1, TARGET).isSilent(), Flow.of(office, podA, TARGET).isSilent());
  }

  @Test
  void anAllowOfThePodsOwnPortDoesNotMatchTheNodePort() throws Exception {
    node.apply(
        ETH0
            + policy("pod-port", 10, rules("Allow", "all()", "" + TARGET))
            + EVERYBODY
            + DENY_REST);
    lab.expect(toAll(office, false));
    lab.expect(
        Flow.of(office, node1, TARGET).reaches(node1), Flow.of(office, podA, TARGET).reaches(podA));
  }

  @Test
  void aRuleOnThePodsAddressDoesNotMatchTheNodePort() throws Exception {
    node.apply(
        ETH0
            + policy(
                "pods",
                10,
                "{action: Deny, destination: {nets: [10.244.0.0/16]}}",
                "{action: Deny, destination: {nets: [\"fd00:244::/32\"]}}"));
    lab.expect(toAll(office, true));
    lab.expect(Flow.of(office, podA, TARGET).isSilent(), Flow.of(office, podC, TARGET).isSilent());
  }

  @Test
  void sctpNodePortsAreGuardedToo() throws Exception {
    node.apply(
        ETH0
            + networkSet("offices", "role: office", "198.51.100.0/24, \"2001:db8:51::/64\"")
            + policy("node-ports", 10, rules("Allow", "role == 'office'", "\"30080:30082\""))
            + DENY_REST);
    for (Family family : Family.values()) {
      for (int port : new int[] {TO_NODE, TO_POD_A, TO_POD_C}) {
        wire.survives(wire.toNode(family, new SctpInit(wire.fresh(), port)));
        wire.isDropped(wire.fromOutside(family, new SctpInit(wire.fresh(), port)));
      }
      wire.isDropped(wire.toNode(family, new SctpInit(wire.fresh(), TARGET)));
    }
    assertThat(node.decidedBy("node-ports", 2)).isEqualTo(6);
  }

  /** One rule per protocol with ports. */
  private static String[] rules(String action, String selector, String ports) {
    return PROTOCOLS.stream()
        .map(
            protocol ->
                "{action: %s, protocol: %s, source: {selector: \"%s\"}, destination: {ports: [%s]}}"
                    .formatted(action, protocol, selector, ports))
        .toArray(String[]::new);
  }

  private Flow[] toAll(Host from, boolean reached) {
    return new Flow[] {
      flow(from, TO_NODE, node1, reached),
      flow(from, TO_POD_A, podA, reached),
      flow(from, TO_POD_C, podC, reached)
    };
  }

  private Flow flow(Host from, int port, Host backend, boolean reached) {
    Flow flow = Flow.of(from, node1, port);
    return reached ? flow.reaches(backend) : flow.isSilent();
  }
}
