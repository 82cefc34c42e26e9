package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;

import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.policy.address.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rule can ask of a packet's addresses and family. */
class AddressCriteriaKernelTest extends Scenario {

  private static final String SETS =
      networkSet("office", "role: partner, site: a", "198.51.100.0/24, \"2001:db8:51::/64\"")
          + networkSet("outside", "role: partner, site: b", "203.0.113.0/24, \"2001:db8:113::/64\"")
          + networkSet("neighbour", "role: node", "10.0.0.2/32");

  private void allow(String rule) throws Exception {
    node.apply(WILDCARD + SETS + policy("only", 10, rule) + DENY_REST);
  }

  private void deny(String rule) throws Exception {
    node.apply(WILDCARD + SETS + policy("only", 10, rule));
  }

  /** Which of three clients are let through. */
  private void reach(boolean fromOffice, boolean fromOutside, boolean fromNode2) {
    lab.expect(
        expected(Flow.of(office, node1, 8080), fromOffice),
        expected(Flow.of(outside, node1, 8080), fromOutside),
        expected(Flow.of(node2, node1, 8080), fromNode2));
  }

  private Flow expected(Flow flow, boolean reached) {
    return reached ? flow.reaches(node1) : flow.isSilent();
  }

  @Test
  void selectorsOfNetworkSetsMatchTheirNets() throws Exception {
    allow("{action: Allow, source: {selector: \"role == 'partner'\"}}");
    reach(true, true, false);
    allow("{action: Allow, source: {selector: \"role == 'partner' && site != 'b'\"}}");
    reach(true, false, false);
    allow("{action: Allow, source: {selector: \"has(site) && !(site in {'a', 'c'})\"}}");
    reach(false, true, false);
    allow("{action: Allow, source: {selector: \"site starts with 'x'\"}}");
    reach(false, false, false);
  }

  @Test
  void allMeansEveryKnownAddressAndNotEveryAddress() throws Exception {
    allow("{action: Allow, source: {selector: all()}}");
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(node2, node1, 8080).in(Family.V4).reaches(node1),
        Flow.of(node2, node1, 8080).in(Family.V6).isSilent());
  }

  @Test
  void notSelectorMatchesUnknownAddressesToo() throws Exception {
    deny("{action: Deny, source: {notSelector: \"site == 'a'\"}}");
    reach(true, false, false);
  }

  @Test
  void selectorAndNotSelectorAreAskedOfOneObject() throws Exception {
    allow(
        "{action: Allow, source: {selector: \"role == 'partner'\", notSelector: \"site == 'a'\"}}");
    reach(false, true, false);
  }

  @Test
  void selectorsOfHostEndpointsMatchTheirExpectedAddresses() throws Exception {
    String local = "expectedIPs: [192.0.2.11, \"2001:db8:2::11\"]";
    node.apply(
        endpoint("eth0", "role: front", "interfaceName: eth0, " + local)
            + policy(
                "to-front",
                "order: 1",
                "role == 'front'",
                "{action: Allow, destination: {selector: \"role == 'front'\"}}",
                "{action: Deny}"));
    lab.expect(Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, podA, 8080).isSilent());
  }

  @Test
  void netsOfBothSidesMustHold() throws Exception {
    node.apply(
        ETH0
            + policy(
                "both",
                10,
                "{action: Allow, source: {nets: [198.51.100.0/24]},"
                    + " destination: {nets: [10.244.1.0/24, 10.244.2.0/24]}}",
                "{action: Allow, source: {nets: [\"2001:db8:51::/64\"]},"
                    + " destination: {nets: [\"fd00:244:1::/64\", \"fd00:244:2::/64\"]}}")
            + DENY_REST);
    lab.expect(
        Flow.of(office, podA, 8080).reaches(podA),
        Flow.of(office, podC, 8080).reaches(podC),
        Flow.of(office, node1, 8080).isSilent(),
        Flow.of(outside, podA, 8080).isSilent());
  }

  @Test
  void notNetsExcludeAndRulesOfOneFamilyLeaveTheOtherAlone() throws Exception {
    deny("{action: Deny, source: {notNets: [198.51.100.0/24, 10.0.0.0/8]}}");
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(node2, node1, 8080).reaches(node1),
        Flow.of(outside, node1, 8080).in(Family.V4).isSilent(),
        Flow.of(outside, node1, 8080).in(Family.V6).reaches(node1));
    deny("{action: Deny, source: {notNets: [\"2001:db8:51::/64\", \"fd00::/8\"]}}");
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(node2, node1, 8080).reaches(node1),
        Flow.of(outside, node1, 8080).in(Family.V6).isSilent(),
        Flow.of(outside, node1, 8080).in(Family.V4).reaches(node1));
  }

  @Test
  void netsAndNotNetsTogetherAreTheDifference() throws Exception {
    node.apply(
        ETH0
            + policy(
                "difference",
                10,
                "{action: Allow, source: {nets: [198.51.0.0/16], notNets: [198.51.100.77/32]}}",
                "{action: Allow, source: {nets: [\"2001:db8:51::/48\"],"
                    + " notNets: [\"2001:db8:51::77/128\"]}}")
            + DENY_REST);
    for (Family family : Family.values()) {
      wire.isDropped(wire.toNode(family, new Udp(wire.fresh(), 8080, 0)));
    }
    lab.expect(Flow.of(office, node1, 8080).reaches(node1));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void ipVersionKeepsARuleToOneFamily(Family family) throws Exception {
    deny("{action: Deny, ipVersion: %d}".formatted(family == Family.V4 ? 4 : 6));
    Family other = family == Family.V4 ? Family.V6 : Family.V4;
    lab.expect(
        Flow.of(office, node1, 8080).in(family).isSilent(),
        Flow.of(office, node1, 8080).in(other).reaches(node1));
  }

  @Test
  void manyNetsOfManyLengthsAreEachMatchedByTheirOwnLength() throws Exception {
    node.apply(
        ETH0
            + networkSet(
                "many",
                "role: many",
                "198.51.100.64/26, 198.51.100.10/32, 203.0.112.0/23, 10.0.0.0/8, 172.16.0.0/12,"
                    + " \"2001:db8:51::10/128\", \"2001:db8:51::70/124\", \"2001:db8:100::/40\"")
            + policy(
                "many",
                10,
                "{action: Allow, protocol: UDP, source: {selector: role == 'many'},"
                    + " destination: {ports: [8080]}}")
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).overUdp().reaches(node1),
        Flow.of(office, node1, 8080).overTcp().isSilent(),
        Flow.of(outside, node1, 8080).overUdp().reaches(node1));
    for (Family family : Family.values()) {
      wire.survives(wire.toNode(family, new Udp(wire.fresh(), 8080, 0)));
      wire.survives(wire.fromOutside(family, new Udp(wire.fresh(), 8080, 0)));
      wire.isDropped(wire.toNode(family, new Udp(wire.fresh(), 8081, 0)));
    }
  }
}
