package io.portcullis.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EndpointBinding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Section 5 of the semantics: which endpoint is active on which interface. */
class EndpointsTest {

  private static final String POLICY =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: p}
      spec: {selector: has(policed), preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}
      """;

  private static String endpoint(String name, String spec) {
    return "---\napiVersion: projectcalico.org/v3\nkind: HostEndpoint\nmetadata: {name: "
        + name
        + "}\nspec: "
        + spec
        + "\n";
  }

  private static HostLink link(String name, String... addresses) {
    return new HostLink(name, List.of(addresses).stream().map(Address::parse).toList());
  }

  private static Resolution resolve(String yaml, HostLink... links) {
    return PolicyResolver.resolve(
        RulesOf.resources(yaml), "n", List.of(links), DataplaneSettings.defaults());
  }

  private static Map<String, String> bindings(Resolution resolution) {
    Map<String, String> out = new TreeMap<>();
    resolution.policy().interfaces().forEach((name, b) -> out.put(name, b.endpoint()));
    resolution.policy().wildcard().map(EndpointBinding::endpoint).ifPresent(e -> out.put("*", e));
    return out;
  }

  private static List<String> findings(Resolution resolution) {
    return resolution.findings().stream().map(Finding::message).toList();
  }

  @Test
  void nameBindsBeforeTheLinkIsThere() {
    assertThat(bindings(resolve(endpoint("a", "{node: n, interfaceName: eth9}"))))
        .isEqualTo(Map.of("eth9", "a"));
  }

  @Test
  void addressOfEitherFamilyBindsEveryLinkThatHasIt() {
    Resolution resolution =
        resolve(
            endpoint("a", "{node: n, expectedIPs: [192.0.2.1, '2001:db8::1']}"),
            link("eth0", "192.0.2.1"),
            link("eth1", "2001:db8::1"),
            link("eth2", "192.0.2.2"));
    assertThat(bindings(resolution)).isEqualTo(Map.of("eth0", "a", "eth1", "a"));
  }

  @Test
  void explicitNameNeverMatchesByAddress() {
    Resolution resolution =
        resolve(
            endpoint("a", "{node: n, interfaceName: eth9, expectedIPs: [192.0.2.1]}"),
            link("eth0", "192.0.2.1"));
    assertThat(bindings(resolution)).isEqualTo(Map.of("eth9", "a"));
  }

  @Test
  void smallestNameWinsWhetherByNameOrByAddress() {
    Resolution resolution =
        resolve(
            endpoint("b", "{node: n, interfaceName: eth0}")
                + endpoint("a-b", "{node: n, expectedIPs: [192.0.2.1]}"),
            link("eth0", "192.0.2.1"));
    assertThat(bindings(resolution)).isEqualTo(Map.of("eth0", "a-b"));
    assertThat(findings(resolution)).contains("host endpoint b is not active on eth0: a-b is");
  }

  @Test
  void workloadAndServiceInterfacesAreNoCandidates() {
    Resolution resolution =
        resolve(
            endpoint("a", "{node: n, interfaceName: cali123}")
                + endpoint("b", "{node: n, interfaceName: kube-ipvs0}")
                + endpoint("c", "{node: n, expectedIPs: [192.0.2.1]}"),
            link("cali123", "192.0.2.1"),
            link("kube-ipvs0", "192.0.2.1"));
    assertThat(bindings(resolution)).isEmpty();
    assertThat(findings(resolution))
        .contains("host endpoint c matches no interface: none has any of its expectedIPs");
  }

  @Test
  void wildcardIsApartAndItsAddressesRestrictNothing() {
    Resolution resolution =
        resolve(
            endpoint("z", "{node: n, interfaceName: '*', expectedIPs: [192.0.2.1]}")
                + endpoint("y", "{node: n, interfaceName: '*'}"),
            link("eth0", "192.0.2.1"));
    assertThat(bindings(resolution)).isEqualTo(Map.of("*", "y"));
    assertThat(findings(resolution)).contains("host endpoint z is not active: y stands for * too");
  }

  /** D5: an endpoint without pre-DNAT policy is bound, so that it shadows the wildcard. */
  @Test
  void endpointWithoutPolicyIsBound() {
    Resolution resolution =
        resolve(
            POLICY
                + endpoint("a", "{node: n, interfaceName: eth0}")
                + endpoint("w, labels: {policed: x}", "{node: n, interfaceName: '*'}"));
    assertThat(bindings(resolution)).isEqualTo(Map.of("*", "w", "eth0", "a"));
    assertThat(resolution.policy().interfaces().values())
        .allSatisfy(binding -> assertThat(binding.policy().isEmpty()).isTrue());
    assertThat(resolution.policy().wildcard())
        .hasValueSatisfying(binding -> assertThat(binding.policy().isEmpty()).isFalse());
  }

  @Test
  void nodeIsComparedExactlyAndAMismatchIsSaid() {
    Resolution resolution = resolve(endpoint("a", "{node: n.example, interfaceName: eth0}"));
    assertThat(bindings(resolution)).isEmpty();
    assertThat(findings(resolution))
        .containsExactly("host endpoint a and all others are for other nodes than n: n.example");
  }

  @Test
  void whatIsNotEnforcedOrSelectsNothingIsSaid() {
    Resolution resolution =
        resolve(
            POLICY
                + endpoint("a", "{node: n, interfaceName: eth0}")
                + """
                ---
                apiVersion: projectcalico.org/v3
                kind: GlobalNetworkPolicy
                metadata: {name: q}
                spec: {ingress: [{action: Deny}]}
                ---
                apiVersion: projectcalico.org/v3
                kind: StagedGlobalNetworkPolicy
                metadata: {name: r}
                spec: {preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}
                ---
                apiVersion: projectcalico.org/v3
                kind: GlobalNetworkPolicy
                metadata: {name: s}
                spec:
                  preDNAT: true
                  applyOnForward: true
                  ingress: [{action: Deny, source: {selector: has(nobody)}}]
                """);
    assertThat(findings(resolution))
        .containsExactlyInAnyOrder(
            "policy p selects no host endpoint",
            "policy q is not preDNAT and is not enforced here",
            "policy r is staged and is not enforced here",
            "source.selector has(nobody) matches nothing");
    assertThat(resolution.policy().interfaces().values())
        .allSatisfy(binding -> assertThat(binding.policy().tiers()).hasSize(1));
  }
}
