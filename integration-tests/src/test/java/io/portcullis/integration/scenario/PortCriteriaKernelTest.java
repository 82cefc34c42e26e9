package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;

import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.policy.address.Family;
import org.junit.jupiter.api.Test;

/** What a rule can ask of a packet's ports, by number and by name. */
class PortCriteriaKernelTest extends Scenario {

  @Test
  void portsRangesAndNotPortsHaveExactBounds() throws Exception {
    node.apply(
        ETH0
            + policy(
                "ports",
                10,
                "{action: Allow, protocol: TCP,"
                    + " destination: {ports: [100, \"8000:9000\"], notPorts: [8500, \"8600:8700\"]}}",
                "{action: Allow, protocol: UDP, source: {ports: [\"1000:2000\"], notPorts: [1500]}}")
            + DENY_REST);
    for (Family family : Family.values()) {
      for (int port : new int[] {100, 8000, 8499, 8501, 8599, 8701, 9000}) {
        wire.survives(wire.toNode(family, Tcp.syn(wire.fresh(), port)));
      }
      for (int port : new int[] {99, 101, 7999, 8500, 8600, 8650, 8700, 9001}) {
        wire.isDropped(wire.toNode(family, Tcp.syn(wire.fresh(), port)));
      }
      for (int port : new int[] {1000, 1499, 1501, 2000}) {
        wire.survives(wire.toNode(family, new Udp(port, 9, 0)));
      }
      for (int port : new int[] {999, 1500, 2001}) {
        wire.isDropped(wire.toNode(family, new Udp(port, 9, 0)));
      }
    }
  }

  @Test
  void notPortsAloneMatchEveryOtherPortOfTheProtocol() throws Exception {
    node.apply(
        ETH0
            + policy("most", 10, "{action: Deny, protocol: TCP, destination: {notPorts: [8080]}}"));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(office, node1, 8081).overTcp().isSilent(),
        Flow.of(office, node1, 8081).overUdp().reaches(node1));
  }

  @Test
  void namedPortsOfAHostEndpointAreItsAddressesAndPorts() throws Exception {
    String endpoint =
        endpoint(
            "eth0",
            "host-endpoint: ingress",
            "interfaceName: eth0, expectedIPs: [192.0.2.11, \"2001:db8:2::11\"],"
                + " ports: [{name: web, protocol: TCP, port: 8080},"
                + " {name: web, protocol: UDP, port: 8081}]");
    node.apply(
        endpoint + policy("named", 10, "{action: Allow, destination: {ports: [web]}}") + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).overTcp().reaches(node1),
        Flow.of(office, node1, 8080).overUdp().isSilent(),
        Flow.of(office, node1, 8081).overTcp().isSilent(),
        Flow.of(office, node1, 8081).overUdp().reaches(node1),
        // The same port, but of an address that is not the endpoint's.
        Flow.of(office, podA, 8080).isSilent());
    node.apply(
        endpoint
            + policy(
                "named",
                10,
                "{action: Allow, protocol: TCP, destination: {ports: [web, 8082]}}",
                "{action: Allow, destination: {ports: [nobody]}}")
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).overTcp().reaches(node1),
        Flow.of(office, podA, 8082).overTcp().reaches(podA),
        Flow.of(office, node1, 8081).isSilent());
  }

  @Test
  void namedNotPortsExcludeThem() throws Exception {
    node.apply(
        endpoint(
                "eth0",
                "host-endpoint: ingress",
                "interfaceName: eth0, expectedIPs: [192.0.2.11, \"2001:db8:2::11\"],"
                    + " ports: [{name: web, protocol: TCP, port: 8080}]")
            + policy("named", 10, "{action: Deny, protocol: TCP, destination: {notPorts: [web]}}"));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(office, node1, 8081).overTcp().isSilent(),
        Flow.of(office, node1, 8081).overUdp().reaches(node1),
        Flow.of(office, podA, 8080).overTcp().isSilent());
  }
}
