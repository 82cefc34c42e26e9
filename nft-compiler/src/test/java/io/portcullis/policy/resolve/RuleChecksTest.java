package io.portcullis.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.effective.DataplaneSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules and endpoints that can match nothing are told, each with its place. */
class RuleChecksTest {

  private static final String SETS =
      """
      apiVersion: projectcalico.org/v3
      kind: HostEndpoint
      metadata: {name: a, labels: {role: node}}
      spec: {node: n, interfaceName: eth0, expectedIPs: [192.0.2.1], ports: [{name: web, protocol: TCP, port: 80}]}
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkSet
      metadata: {name: six, labels: {family: six}}
      spec: {nets: ['2001:db8::/64']}
      ---
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkSet
      metadata: {name: four, labels: {family: four}}
      spec: {nets: [10.0.0.0/8]}
      ---
      """;

  private static List<String> findings(String rule, HostLink... links) {
    String policy =
        """
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: p}
        spec:
          selector: has(role)
          preDNAT: true
          applyOnForward: true
          ingress:
          - %s
        """;
    return PolicyResolver.resolve(
            RulesOf.resources(SETS + policy.formatted(rule)),
            "n",
            List.of(links),
            DataplaneSettings.defaults())
        .findings()
        .stream()
        .map(Finding::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{action: Allow, ipVersion: 4, source: {selector: family == 'six'}}"
            + "|rule 0 of policy p can match nothing: its addresses are of the other IP version"
            + " only (source IPv6, destination either, ipVersion IPv4)",
        "{action: Allow, protocol: ICMPv6, source: {selector: family == 'four'}}"
            + "|its addresses are of the other IP version only (source IPv4, destination either,"
            + " ICMP of IPv6)",
        "{action: Deny, source: {selector: family == 'four'}, destination: {nets: ['2001:db8::/32']}}"
            + "|its addresses are of the other IP version only (source IPv4, destination IPv6)",
        "{action: Deny, source: {nets: [10.0.0.0/16], notNets: [10.0.0.0/8]}}|excludes itself",
        "{action: Deny, protocol: TCP, destination: {ports: [nothing]}}|has a port of that name",
        "{action: Deny, source: {selector: family == 'none'}}"
            + "|source.selector family == \"none\" matches nothing",
        "{action: Deny, source: {notSelector: family == 'none'}}"
            + "|source.notSelector family == \"none\" matches nothing, and excepts nothing",
      })
  void isFound(String rule, String says) {
    List<String> findings = findings(rule);

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0)).contains(says).contains(":24:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{action: Allow, ipVersion: 6, source: {selector: family == 'six'}}",
        "{action: Allow, source: {selector: has(family)}, ipVersion: 4}",
        "{action: Deny, source: {notSelector: family == 'four'}}",
        "{action: Deny, protocol: TCP, destination: {ports: [web]}}",
        "{action: Deny}",
      })
  void isNothing(String rule) {
    assertThat(findings(rule)).isEmpty();
  }

  @Test
  void anEndpointForALinkThatIsNotThere() {
    assertThat(findings("{action: Deny}", new HostLink("eth1", List.of())))
        .singleElement()
        .asString()
        .contains(":1:1: host endpoint a matches no interface: eth0 is not there, or not yet");
    assertThat(findings("{action: Deny}", new HostLink("eth0", List.of()))).isEmpty();
  }
}
