package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.lab.packet.Transport;
import io.portcullis.lab.packet.Transport.Tcp;
import io.portcullis.lab.packet.Transport.Udp;
import io.portcullis.netlink.Bytes;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.load.InvalidPolicyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions D4, D6 and D8 to D11: failsafes, invalid packets, and what a rule may say. */
class PolicyDecisionsKernelTest extends Scenario {

  private static final String DENIES = ETH0 + DENY_REST;
  private static final String ALLOWS = ETH0 + policy("all", 10, "{action: Allow}");
  private static final int SYN_FIN = Tcp.SYN | 1;

  @Test
  void d4AFailsafeReachesTheHostWhateverPolicySays() throws Exception {
    node.apply(DENIES);
    lab.expect(
        Flow.of(office, node1, 22).overTcp().reaches(node1),
        Flow.of(office, node1, 22).overUdp().isSilent(),
        Flow.of(office, node1, 179).overTcp().isRefused(),
        Flow.of(office, node1, 68).overUdp().isRefused(),
        Flow.of(office, node1, 8080).isSilent());
  }

  @Test
  void d4AFailsafeDoesNotReachFurtherUnlessConfigured() throws Exception {
    node.apply(DENIES);
    lab.expect(
        Flow.of(office, podA, 22).isSilent(),
        Flow.of(office, podC, 22).isSilent(),
        Flow.of(office, node2, 22).isSilent());
    node.apply(DENIES, Settings.failsafesToAnywhere());
    lab.expect(
        Flow.of(office, node1, 22).overTcp().reaches(node1),
        Flow.of(office, podA, 22).overTcp().reaches(podA),
        Flow.of(office, podC, 22).overTcp().reaches(podC),
        Flow.of(office, node2, 22).overTcp().reaches(node2),
        Flow.of(office, podC, 22).overUdp().isSilent());
  }

  @Test
  void d4AFailsafeMayHoldForSomeSourcesOnly() throws Exception {
    node.apply(
        DENIES,
        Settings.failsafes(
            "tcp:198.51.100.0/24:8080, tcp:[2001:db8:51::/64]:8080, udp:8081, tcp:203.0.113.10:22"));
    lab.expect(
        Flow.of(office, node1, 8080).overTcp().reaches(node1),
        Flow.of(outside, node1, 8080).overTcp().isSilent(),
        Flow.of(office, node1, 8080).overUdp().isSilent(),
        Flow.of(outside, node1, 8081).overUdp().reaches(node1),
        Flow.of(outside, node1, 22).in(Family.V4).overTcp().reaches(node1),
        Flow.of(outside, node1, 22).in(Family.V6).overTcp().isSilent(),
        Flow.of(office, node1, 22).isSilent());
  }

  @Test
  void d4WithoutFailsafesPolicyDecidesAboutAllPorts() throws Exception {
    node.apply(DENIES, Settings.failsafes("none"));
    lab.expect(Flow.of(office, node1, 22).isSilent());
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void d6InvalidIsDroppedThoughPolicyAllows(Family family) throws Exception {
    node.apply(ALLOWS);
    wire.survives(wire.toNode(family, Tcp.syn(wire.fresh(), 8080)));
    wire.isDropped(wire.toNode(family, new Tcp(wire.fresh(), 8080, SYN_FIN, 1)));
    wire.isDropped(wire.toNode(family, new Tcp(wire.fresh(), 8080, 0, 1)));
    assertThat(node.decidedBy(Decision.Reason.INVALID)).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void d6FailsafesComeBeforeInvalid(Family family) throws Exception {
    node.apply(ALLOWS);
    wire.survives(wire.toNode(family, new Tcp(wire.fresh(), 22, SYN_FIN, 1)));
    assertThat(node.decidedBy(Decision.Reason.FAILSAFE)).isEqualTo(1);
    assertThat(node.decidedBy(Decision.Reason.INVALID)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void d6InvalidIsLeftToPolicyIfConfigured(Family family) throws Exception {
    node.apply(
        ETH0 + policy("one", 10, "{action: Deny, protocol: TCP, destination: {ports: [8081]}}"),
        Settings.invalidContinues());
    wire.survives(wire.toNode(family, new Tcp(wire.fresh(), 8080, SYN_FIN, 1)));
    wire.isDropped(wire.toNode(family, new Tcp(wire.fresh(), 8081, SYN_FIN, 1)));
    assertThat(node.decidedBy("one", 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void d6OutsideEndpointsInvalidIsNoConcern(Family family) throws Exception {
    node.apply(endpoint("node1-eth1", "eth1") + DENY_REST);
    wire.survives(wire.toNode(family, new Tcp(wire.fresh(), 8080, SYN_FIN, 1)));
  }

  @Test
  void d8ABareAddressIsANetOfOne() throws Exception {
    node.apply(
        ETH0
            + policy(
                "bare",
                10,
                "{action: Allow, source: {nets: [198.51.100.10]}}",
                "{action: Allow, source: {nets: [\"2001:db8:51::10\"]}}")
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(outside, node1, 8080).isSilent());
    for (Family family : Family.values()) {
      wire.isDropped(wire.toNode(family, new Udp(wire.fresh(), 8080, 0)));
    }
  }

  @Test
  void d8ABareAddressInANetworkSetIsANetOfOne() throws Exception {
    node.apply(
        ETH0
            + networkSet("clients", "role: client", "198.51.100.10, \"2001:db8:51::10\"")
            + policy("bare", 10, "{action: Allow, source: {selector: role == 'client'}}")
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(outside, node1, 8080).isSilent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http               | {action: Allow, protocol: TCP, http: {methods: [GET]}}
          serviceAccounts    | {action: Allow, source: {serviceAccounts: {names: [web]}}}
          services           | {action: Allow, source: {services: {name: web, namespace: default}}}
          namespaceSelector  | {action: Allow, source: {namespaceSelector: "team == 'red'"}}
          """)
  void d9AndD10WhatCannotBeEnforcedIsRejectedAndNothingChanges(String field, String rule)
      throws Exception {
    node.apply(ALLOWS);
    long before = node.generation();
    assertThatThrownBy(() -> node.apply(ETH0 + policy("wide", 10, rule)))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("scenario.yaml:")
        .hasMessageContaining(field);
    assertThat(node.generation()).isEqualTo(before);
    lab.expect(Flow.of(office, node1, 8080).reaches(node1));
  }

  @ParameterizedTest
  @CsvSource({"V4, ICMP, 8", "V6, ICMPv6, 128"})
  void d11NotIcmpTypeAndCodeMatchesUnlessBothAreEqual(Family family, String protocol, int echo)
      throws Exception {
    node.apply(
        ETH0
            + policy(
                "only-echo",
                10,
                "{action: Deny, protocol: %s, notICMP: {type: %d, code: 0}}"
                    .formatted(protocol, echo)),
        Settings.invalidContinues());
    wire.survives(wire.toNode(family, icmp(echo, 0)));
    wire.isDropped(wire.toNode(family, icmp(echo, 1)));
    wire.isDropped(wire.toNode(family, icmp(echo + 1, 0)));
    wire.isDropped(wire.toNode(family, icmp(echo + 1, 1)));
    wire.survives(wire.toNode(family, new Udp(wire.fresh(), 8080, 0)));
    wire.survives(wire.toNode(family, Tcp.syn(wire.fresh(), 8080)));
  }

  private Transport.Icmp icmp(int type, int code) {
    return new Transport.Icmp(type, code, Bytes.ofHex("%04x0001".formatted(wire.fresh())));
  }
}
