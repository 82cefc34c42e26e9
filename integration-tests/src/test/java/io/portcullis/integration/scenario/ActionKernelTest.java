package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Actions, the order of rules and policies, tiers, and which endpoint a policy selects. */
class ActionKernelTest extends Scenario {

  private static final String TIERS = tier("security", 100) + tier("platform", 200);

  /** One rule for each of both protocols on one port. */
  private static String[] on(int port, String action) {
    String rule = "{action: %s, protocol: %s, destination: {ports: [%d]}}";
    return new String[] {
      rule.formatted(action, "TCP", port), rule.formatted(action, "UDP", port),
    };
  }

  private static String inTier(String tier, String name, int order, String... rules) {
    return policy(name, "tier: " + tier + ", order: " + order, "has(host-endpoint)", rules);
  }

  @Test
  void theFirstRuleThatMatchesDecides() throws Exception {
    node.apply(
        ETH0
            + policy(
                "rules",
                10,
                "{action: Allow, protocol: TCP, destination: {ports: [8080]}}",
                "{action: Deny, protocol: TCP}",
                "{action: Allow}",
                "{action: Deny}"));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(office, node1, 8081).overTcp().isSilent(),
        Flow.of(office, node1, 8081).overUdp().reaches(node1));
    assertThat(node.decidedBy("rules", 0)).isGreaterThanOrEqualTo(2);
    assertThat(node.decidedBy("rules", 2)).isEqualTo(4);
  }

  @Test
  void lowerOrderComesFirstWhereverItIsWritten() throws Exception {
    node.apply(ETH0 + DENY_REST + policy("open", 10, on(8080, "Allow")));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, node1, 8081).isSilent());
    node.apply(ETH0 + policy("open", 2000, on(8080, "Allow")) + DENY_REST);
    lab.expect(Flow.of(office, node1, 8080).isSilent());
  }

  @Test
  void equalOrderIsByNameAndAbsentOrderIsLast() throws Exception {
    node.apply(
        ETH0
            + policy("b-deny", 10, "{action: Deny}")
            + policy("a-allow", 10, on(8080, "Allow"))
            + policy("a-late", "tier: default", "has(host-endpoint)", on(8081, "Allow")));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, node1, 8081).isSilent());
  }

  @Test
  void ordersMayBeNegativeOrFractions() throws Exception {
    node.apply(
        ETH0
            + policy("deny", "order: 0.5", "has(host-endpoint)", "{action: Deny}")
            + policy("below", "order: 0.25", "has(host-endpoint)", on(8080, "Allow"))
            + policy("far-below", "order: -3", "has(host-endpoint)", on(8081, "Allow"))
            + policy("above", "order: 0.75", "has(host-endpoint)", on(8082, "Allow")));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(office, node1, 8081).reaches(node1),
        Flow.of(office, node1, 8082).isSilent());
  }

  @Test
  void logGoesOnWithTheNextRule() throws Exception {
    node.apply(
        ETH0
            + policy("log", 10, "{action: Log, protocol: TCP}", "{action: Log, protocol: UDP}")
            + policy("open", 20, on(8080, "Allow"))
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, node1, 8081).isSilent());
    assertThat(node.loggedBy("log", 0)).isGreaterThanOrEqualTo(4);
    assertThat(node.loggedBy("log", 1)).isEqualTo(4);
    assertThat(node.nft("list", "table", "inet", Node.TABLE)).contains("log prefix");
  }

  @Test
  void logAloneDecidesNothing() throws Exception {
    node.apply(ETH0 + policy("log", 10, "{action: Log}"));
    lab.expect(Flow.of(office, node1, 8080).reaches(node1));
    assertThat(node.loggedBy("log", 0)).isGreaterThanOrEqualTo(4);
  }

  @Test
  void passSkipsTheRestOfItsTierOnly() throws Exception {
    node.apply(
        ETH0
            + TIERS
            + inTier("security", "security.pass", 10, on(8080, "Pass"))
            + inTier("security", "security.deny", 20, on(8080, "Deny"))
            + inTier("security", "security.deny-more", 30, on(8081, "Deny"))
            + inTier("platform", "platform.deny", 10, on(8082, "Deny")));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1),
        Flow.of(office, node1, 8081).isSilent(),
        Flow.of(office, node1, 8082).isSilent());
  }

  @Test
  void passOverTwoTiersEndsWhereARuleDecides() throws Exception {
    node.apply(
        ETH0
            + TIERS
            + inTier("security", "security.pass", 10, "{action: Pass}", "{action: Allow}")
            + inTier("platform", "platform.pass", 10, on(8080, "Pass"))
            + inTier("platform", "platform.deny", 20, on(8081, "Deny"))
            + inTier("platform", "platform.allow", 30, on(8082, "Allow"))
            + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).isSilent(),
        Flow.of(office, node1, 8081).isSilent(),
        Flow.of(office, node1, 8082).reaches(node1));
    assertThat(node.decidedBy("deny-rest", 0)).isGreaterThanOrEqualTo(4);
    assertThat(node.decidedBy("platform.deny", 1)).isEqualTo(2);
    assertThat(node.decidedBy("platform.allow", 0)).isGreaterThanOrEqualTo(2);
  }

  @Test
  void tiersComeInTheirOrderAndTheEndOfOneDropsNothing() throws Exception {
    // A deny in the later tier, an allow in the earlier: written the other way round.
    node.apply(
        ETH0
            + inTier("platform", "platform.deny", 1, "{action: Deny}")
            + inTier("security", "security.allow", 1000, on(8080, "Allow"))
            + TIERS);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, node1, 8081).isSilent());
    node.apply(ETH0 + TIERS + inTier("security", "security.deny", 1, on(8081, "Deny")));
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, node1, 8081).isSilent());
  }

  @Test
  void passInTheLastTierContinues() throws Exception {
    node.apply(ETH0 + policy("pass", 10, on(8080, "Pass")) + DENY_REST);
    lab.expect(
        Flow.of(office, node1, 8080).reaches(node1), Flow.of(office, node1, 8081).isSilent());
  }

  @Test
  void aPolicyHoldsForTheEndpointsThatItsSelectorMatches() throws Exception {
    node.apply(
        endpoint("e0", "side: outer, zone: a", "interfaceName: eth0")
            + endpoint("e1", "side: inner", "interfaceName: eth1")
            + policy("outer", "order: 1", "side == 'outer' && zone in {'a', 'b'}", on(8080, "Deny"))
            + policy("inner", "order: 1", "side == 'inner'", on(8081, "Deny"))
            + policy("both", "order: 1", "all()", on(8082, "Deny"))
            + policy("none", "order: 1", "side == 'elsewhere'", "{action: Deny}"));
    lab.expect(
        Flow.of(office, node1, 8080).isSilent(),
        Flow.of(office, node1, 8081).reaches(node1),
        Flow.of(office, node1, 8082).isSilent(),
        Flow.of(node2, node1, 8080).reaches(node1),
        Flow.of(node2, node1, 8081).isSilent(),
        Flow.of(node2, node1, 8082).isSilent());
  }

  @Test
  void anEndpointByAddressIsActiveInBothFamilies() throws Exception {
    node.apply(endpoint("by-ip", "host-endpoint: yes", "expectedIPs: [192.0.2.11]") + DENY_REST);
    lab.expect(Flow.of(office, node1, 8080).isSilent(), Flow.of(node2, node1, 8080).reaches(node1));
  }

  @Test
  void ofTwoEndpointsOfAnInterfaceTheSmallerNameIsActive() throws Exception {
    node.apply(
        endpoint("b", "role: b", "interfaceName: eth0")
            + endpoint("a", "role: a", "expectedIPs: [\"2001:db8:2::11\"]")
            + policy("of-a", "order: 1", "role == 'a'", on(8080, "Deny"))
            + policy("of-b", "order: 1", "role == 'b'", on(8081, "Deny")));
    lab.expect(
        Flow.of(office, node1, 8080).isSilent(), Flow.of(office, node1, 8081).reaches(node1));
  }

  @Test
  void endpointsOfAnotherNodeAndOtherKindsOfPolicyDoNothingHere() throws Exception {
    String other =
        policy("normal", 10, "{action: Deny}").replace("preDNAT: true", "preDNAT: false");
    node.apply(ETH0.replace("node: node1", "node: node2") + DENY_REST);
    lab.expect(Flow.of(office, node1, 8080).reaches(node1));
    node.apply(ETH0 + other);
    lab.expect(Flow.of(office, node1, 8080).reaches(node1));
  }
}
