package io.portcullis.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resolve.Finding;
import io.portcullis.policy.resolve.HostLink;
import io.portcullis.policy.resolve.PolicyResolver;
import io.portcullis.policy.resolve.Resolution;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of finding, with its place; and what looks like one and is none. */
class LintTest {

  private static final DataplaneSettings ESTABLISHED_POLICED =
      new DataplaneSettings(
          Failsafe.DEFAULTS,
          DataplaneSettings.FailsafeScope.LOCAL,
          DataplaneSettings.Loopback.EXEMPT,
          DataplaneSettings.EstablishedFlows.POLICE,
          DataplaneSettings.ConntrackInvalid.DROP,
          true);
  private static final HostLink ETH0 =
      new HostLink("eth0", List.of(Address.parse("192.0.2.11"), Address.parse("2001:db8::11")));

  private static final Surroundings ALONE = new Surroundings(List.of(ETH0), List.of(), List.of());

  private static final String ENDPOINT =
      """
      apiVersion: projectcalico.org/v3
      kind: HostEndpoint
      metadata: {name: a, labels: {role: node}}
      spec: {node: n, interfaceName: eth0}
      """;

  /** Policies p0, p1, …, in order, one rule a line from line 13 on. */
  private static String policy(String... rules) {
    StringBuilder out = new StringBuilder(ENDPOINT);
    out.append(
        """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: p}
        spec:
          selector: has(role)
          preDNAT: true
          applyOnForward: true
          ingress:
        """);
    for (String rule : rules) {
      out.append("  - {").append(rule).append("}\n");
    }
    return out.toString();
  }

  private static List<String> lint(Surroundings surroundings, long limit, String yaml) {
    return lint(surroundings, limit, yaml, DataplaneSettings.defaults());
  }

  private static List<String> lint(
      Surroundings surroundings, long limit, String yaml, DataplaneSettings settings) {
    Resolution resolution =
        PolicyResolver.resolve(
            PolicyLoader.load(List.of(new SourceText("p.yaml", yaml))),
            "n",
            surroundings.links(),
            settings);
    return Lint.of(resolution.policy(), surroundings, limit).stream()
        .map(Finding::toString)
        .toList();
  }

  private static List<String> lint(String... rules) {
    return lint(ALONE, Lint.DEFAULT_LIMIT, policy(rules));
  }

  @Test
  void aRuleThatIsNeverReachedAndByWhich() {
    assertThat(
            lint(
                "action: Deny, source: {nets: [10.0.0.0/9]}",
                "action: Deny, source: {nets: [10.128.0.0/9]}",
                "action: Allow, source: {nets: [10.1.0.0/16, 10.200.0.0/16]}",
                "action: Deny, source: {nets: [11.0.0.0/8]}"))
        .containsExactly(
            "p.yaml:16:5: rule 2 of policy p is never reached: all its packets are decided by"
                + " rule 0 of policy p (p.yaml:14:5), rule 1 of policy p (p.yaml:15:5)");
  }

  @Test
  void whatIsLeftOpenByOnePortOrOneAddressIsReached() {
    assertThat(
            lint(
                "action: Deny, protocol: TCP, source: {nets: [10.0.0.0/8]}, destination: {ports:"
                    + " ['1:79', '81:65535']}",
                "action: Allow, protocol: TCP, source: {nets: [10.0.0.0/8]}",
                "action: Deny"))
        .noneMatch(finding -> finding.contains("never reached"));
    assertThat(
            lint(
                "action: Deny, source: {nets: [10.0.0.0/8], notNets: [10.1.2.3/32]}",
                "action: Allow, source: {nets: [10.0.0.0/8]}",
                "action: Deny"))
        .isEmpty();
  }

  @Test
  void aPassHidesTheRestOfItsTierOnly() {
    String passing =
        policy("action: Pass", "action: Deny, protocol: UDP")
                .replace(
                    "spec:\n  selector: has(role)", "spec:\n  tier: first\n  selector: has(role)")
            + """
            ---
            apiVersion: projectcalico.org/v3
            kind: Tier
            metadata: {name: first}
            spec: {order: 1}
            ---
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata: {name: later}
            spec: {selector: has(role), preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}
            """;

    assertThat(lint(ALONE, Lint.DEFAULT_LIMIT, passing))
        .containsExactly(
            "p.yaml:16:5: rule 1 of policy p is never reached: all its packets are decided by rule"
                + " 0 of policy p (p.yaml:15:5)");
  }

  @Test
  void oneFindingForTwoRulesOfTheSamePackets() {
    assertThat(lint("action: Deny", "action: Deny"))
        .containsExactly(
            "p.yaml:15:5: rule 1 of policy p is never reached: all its packets are decided by rule"
                + " 0 of policy p (p.yaml:14:5)");
  }

  @Test
  void aRuleWithoutEffect() {
    assertThat(lint("action: Allow, protocol: TCP"))
        .containsExactly(
            "p.yaml:14:5: rule 0 of policy p has no effect: nothing behind it denies any of its"
                + " packets");
    assertThat(lint("action: Deny, source: {nets: [10.0.0.0/8]}", "action: Deny"))
        .containsExactly(
            "p.yaml:14:5: rule 0 of policy p has no effect: rules behind it deny all its packets,"
                + " too");
  }

  @Test
  void aDenyBeforeAnAllowOfSomeOfItsPacketsHasEffect() {
    assertThat(
            lint(
                "action: Deny, source: {nets: [10.0.0.0/8]}",
                "action: Allow, protocol: TCP, destination: {ports: [30080]}",
                "action: Deny"))
        .isEmpty();
    assertThat(
            lint(
                "action: Allow, protocol: UDP, source: {nets: [10.0.0.0/8]}",
                "action: Log",
                "action: Deny, protocol: TCP"))
        .as("it keeps packets from being logged")
        .isEmpty();
  }

  @Test
  void aFailsafeBeforeADenyOfItsPort() {
    assertThat(lint("action: Deny, protocol: TCP, destination: {ports: ['20:23', 6443]}"))
        .containsExactly(
            "p.yaml:14:5: rule 0 of policy p does not deny TCP 22, TCP 6443 to this host's"
                + " addresses: a failsafe lets it in before policy is asked");
    assertThat(
            lint(
                "action: Deny, protocol: TCP, destination: {ports: [22], nets: [198.51.100.0/24]}",
                "action: Deny, protocol: UDP, destination: {ports: [22]}",
                "action: Deny, protocol: TCP"))
        .as("elsewhere, another protocol, all ports")
        .noneMatch(finding -> finding.contains("failsafe"));
  }

  @Test
  void aDenyOfTheCallersOwnSession() {
    Session session = Session.parse("198.51.100.9 50000 192.0.2.11 2222").orElseThrow();
    Surroundings surroundings = new Surroundings(List.of(ETH0), List.of(), List.of(session));

    assertThat(lint(surroundings, Lint.DEFAULT_LIMIT, policy("action: Deny")))
        .containsExactly(
            "p.yaml:14:5: rule 0 of policy p denies your own session, TCP from 198.51.100.9 to"
                + " 192.0.2.11 port 2222: it stays open, but a new one does not come in");
    assertThat(lint(surroundings, Lint.DEFAULT_LIMIT, policy("action: Deny"), ESTABLISHED_POLICED))
        .singleElement()
        .asString()
        .endsWith("port 2222: it ends, and a new one does not come in");
    assertThat(
            lint(
                surroundings,
                Lint.DEFAULT_LIMIT,
                policy("action: Allow, source: {nets: [198.51.100.9/32]}", "action: Deny")))
        .isEmpty();
    Session failsafe = Session.parse("198.51.100.9 50000 192.0.2.11 22").orElseThrow();
    assertThat(
            lint(
                new Surroundings(List.of(ETH0), List.of(), List.of(failsafe)),
                Lint.DEFAULT_LIMIT,
                policy("action: Deny")))
        .isEmpty();
  }

  @Test
  void aDenyOfTunnelsFromOtherNodes() {
    Surroundings surroundings =
        new Surroundings(
            List.of(ETH0),
            List.of(new Surroundings.Peer("m", Address.parse("192.0.2.12"))),
            List.of());

    assertThat(lint(surroundings, Lint.DEFAULT_LIMIT, policy("action: Deny, protocol: UDP")))
        .containsExactly(
            "p.yaml:14:5: rule 0 of policy p denies VXLAN (UDP 4789), WireGuard (UDP 51820),"
                + " WireGuard (UDP 51821) from other nodes: m (192.0.2.12)");
    assertThat(lint(surroundings, Lint.DEFAULT_LIMIT, policy("action: Deny, protocol: 4")))
        .containsExactly(
            "p.yaml:14:5: rule 0 of policy p denies IP in IP (protocol 4) from other nodes: m"
                + " (192.0.2.12)");
    assertThat(
            lint(
                surroundings,
                Lint.DEFAULT_LIMIT,
                policy("action: Allow, source: {nets: [192.0.2.0/24]}", "action: Deny")))
        .isEmpty();
  }

  @Test
  void workIsBoundedAndItIsSaidSo() {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rules.add("action: Allow, source: {nets: [10.0." + i + ".0/24]}");
    }
    rules.add("action: Deny");
    String[] all = rules.toArray(String[]::new);

    assertThat(lint(ALONE, 1_000, policy(all)))
        .containsExactly(
            "policy of node n: rules that are never reached, or change nothing, were not looked"
                + " for: gave up after 1000 steps: the rules tell too many packets apart");
    assertThat(lint(all)).isEmpty();
  }

  @Test
  void sessionsOfOtherFormsAreNone() {
    assertThat(Session.parse("fe80::1%eth0 1 fe80::2%eth0 22")).isPresent();
    assertThat(Session.parse("")).isEmpty();
    assertThat(Session.parse("10.0.0.1 1 10.0.0.2")).isEmpty();
    assertThat(Session.parse("10.0.0.1 1 10.0.0.2 70000")).isEmpty();
    assertThat(Session.parse("10.0.0.1 x 10.0.0.2 22")).isEmpty();
    assertThat(Session.parse("10.0.0.1 1 2001:db8::1 22")).isEmpty();
  }
}
