package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.NodePortDnat;
import io.portcullis.lab.NodePortDnat.Service;
import io.portcullis.lab.Shell;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The host's own {@code nft} prints our table, and everybody else's beside it. */
class ListingKernelTest extends Scenario {

  private static final String POLICY =
      WILDCARD
          + ETH0
          + endpoint("node1-eth1", "role: inner", "interfaceName: eth1")
          + tier("security", 100)
          + networkSet(
              "partners",
              "role: partner",
              "198.51.100.0/24, 203.0.113.0/25, \"2001:db8:51::/64\", 192.0.2.1/32")
          + policy("security.log", "tier: security", "has(host-endpoint)", "{action: Log}")
          + policy(
              "security.pass",
              "tier: security",
              "has(host-endpoint)",
              "{action: Pass, protocol: TCP}")
          + policy(
              "np-open",
              10,
              "{action: Allow, protocol: TCP, source: {selector: role == 'partner'},"
                  + " destination: {ports: [31852, \"32000:32010\"]}}",
              "{action: Allow, protocol: UDP, source: {notNets: [10.0.0.0/8]}}",
              "{action: Deny, protocol: SCTP, destination: {notPorts: [7000]}}",
              "{action: Allow, protocol: ICMP, icmp: {type: 8, code: 0}}",
              "{action: Allow, protocol: ICMPv6, notICMP: {type: 128, code: 1}}",
              "{action: Deny, protocol: 47, destination: {nets: [192.0.2.0/24]}}")
          + policy("inner", "order: 1", "role == 'inner'", "{action: Deny, ipVersion: 6}")
          + policy("np-close-rest", 20, "{action: Deny}");

  @BeforeAll
  void othersTables() throws Exception {
    NodePortDnat.NFT.program(node1, List.of(new Service("tcp", 31_852, podA, 8080)));
    NodePortDnat.IPTABLES_NFT.program(node1, List.of(new Service("tcp", 32_000, podA, 8080)));
    enforce();
  }

  private void enforce() throws Exception {
    node.apply(
        POLICY, Settings.failsafes("tcp:22, udp:198.51.100.0/24:68, tcp:[2001:db8::/32]:179"));
  }

  @Test
  void listRulesetPrintsOurTableWithThePoliciesNames() {
    Shell.Result listed = Shell.run(node1.namespace(), "", "nft", "list", "ruleset");
    assertThat(listed.exit()).isZero();
    // What nft says of the tables of iptables.
    assertThat(listed.err().lines())
        .allMatch(line -> line.startsWith("# Warning: table ip") || line.startsWith("XT target "));
    assertThat(listed.out())
        .contains("table inet portcullis {", "table inet kube-nodeports {", "table ip nat {")
        .contains("priority dstnat - 1; policy accept;")
        .contains("comment \"endpoint node1-eth0")
        .contains("Allow by np-open rule 0 at scenario.yaml:")
        .contains("Deny by np-close-rest rule 0 at scenario.yaml:")
        .contains("Deny by inner rule 0 at scenario.yaml:")
        .contains("Log security.log rule 0 at scenario.yaml:");
  }

  @Test
  void listRulesetInJsonPrintsOurTableWithThePoliciesNames() {
    Shell.Result listed = Shell.run(node1.namespace(), "", "nft", "-j", "list", "ruleset");
    assertThat(listed.exit()).isZero();
    assertThat(listed.err()).isEmpty();
    assertThat(listed.out())
        .startsWith("{\"nftables\": [")
        .contains("\"name\": \"portcullis\"")
        .contains("np-open", "np-close-rest", "security.log", "inner");
  }

  @Test
  void otherFormsOfListingSucceedToo() {
    for (String[] arguments :
        new String[][] {
          {"-a", "list", "ruleset"},
          {"-n", "-s", "list", "ruleset"},
          {"list", "maps"},
          {"list", "sets"},
          {"list", "chains"},
          {"list", "table", "inet", Node.TABLE},
        }) {
      assertThat(node.nft(arguments)).isNotEmpty();
    }
  }

  @Test
  void countersOfWhatDecidedArePrinted() {
    lab.expect(Flow.of(office, node1, 9).overTcp().isSilent());
    // Whatever comes to that rule was logged before.
    assertThat(node.nft("list", "chain", "inet", Node.TABLE, "rule-default-np-close-rest-0-logged"))
        .contains("Log security.log rule 0 at scenario.yaml:")
        .containsPattern("counter packets [1-9]");
  }

  @Test
  void withoutCountersPolicyIsTheSameAndListingSucceedsToo() throws Exception {
    try {
      node.apply(POLICY, Settings.withoutCounters());
      assertThat(node.nft("list", "table", "inet", Node.TABLE))
          .contains("np-close-rest")
          .doesNotContain("counter");
      lab.expect(
          Flow.of(office, node1, 31_852).overTcp().reaches(podA),
          Flow.of(outside, node1, 8080).overTcp().isSilent(),
          Flow.of(office, node1, 22).overTcp().reaches(node1));
    } finally {
      enforce();
    }
  }
}
