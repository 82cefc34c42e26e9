package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody did to the table by hand is undone, and nothing else is. */
final class RepairKernelTest {

  private static final Ruleset WANTED = Counting.started(wanted());

  private KernelTable kernel;
  private String baseChainHandle;

  @BeforeEach
  void apply() throws Exception {
    kernel = new KernelTable();
    kernel.become(WANTED);
    baseChainHandle = kernel.baseChainHandle();
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  /** {@code T} stands for the table. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert rule T prerouting accept",
        "insert rule T endpoint-1 counter accept",
        "add rule T rule-default-allow-office-0 drop",
        "insert rule T prerouting ip saddr { 10.1.0.0/16, 10.3.0.1 } accept",
        "insert rule T prerouting tcp dport vmap { 22 : accept, 80 : goto endpoint-1 }",
        "insert rule T prerouting tcp dport 22 jump { counter; accept; }",
        "add chain T prerouting { policy drop; }",
        "add chain T mine; add rule T mine accept; insert rule T prerouting jump mine",
        "add chain T first; add chain T second; add rule T first jump second",
        "add chain T late { type filter hook input priority 10; policy drop; }",
        "add set T mine { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }",
        "add set T mine { type ipv4_addr; flags dynamic, timeout; timeout 1m; };"
            + " insert rule T prerouting add @mine { ip saddr }",
        "add map T mine { type inet_service : verdict; elements = { 22 : goto endpoint-1 } };"
            + " insert rule T prerouting tcp dport vmap @mine",
        "add chain T other; add map T mine { type mark : verdict; elements = { 1 : goto other } }",
        "flush chain T prerouting",
        "flush chain T endpoint-1",
        "flush map T endpoints",
        "delete element T endpoints { \"eth0\" }",
        "delete element T endpoints { \"eth0\" }; add element T endpoints { \"eth0\" : accept }",
        "add element T endpoints { \"eth1\" : drop }",
        "add element T endpoints { \"eth1\" comment \"mine\" : goto endpoint-1 }",
        "rename chain T endpoint-1 mine",
        "flush chain T prerouting; delete map T endpoints",
        "flush chain T prerouting; delete map T endpoints;"
            + " add map T endpoints { type ifname : verdict; }",
        "flush chain T prerouting; delete map T endpoints;"
            + " add set T endpoints { type ipv4_addr; }; add rule T prerouting ip saddr @endpoints",
        "flush chain T endpoint-1-v6",
        "delete element T neighbour-discovery { nd-redirect }",
        "add table T { flags dormant; }",
      })
  void whatWasDoneByHandIsUndone(String script) throws Exception {
    kernel.script(script.replace(" T ", " inet portcullis "));
    assertThat(Rulesets.same(kernel.ruleset(), WANTED)).as("changed").isFalse();

    kernel.become(WANTED);

    assertThat(Rulesets.same(kernel.ruleset(), WANTED)).isTrue();
    assertThat(Difference.between(kernel.held(), WANTED)).isEmpty();
    assertThat(kernel.baseChainHandle()).isEqualTo(baseChainHandle);
  }

  @Test
  void intervalsThatWereWidenedNarrowedOrTakenAwayComeBack() throws Exception {
    String set =
        WANTED.sets().keySet().stream().filter(s -> s.contains("-addresses-")).findFirst().get();
    for (String edit :
        List.of(
            "delete element T S { 192.0.2.0/25 }; add element T S { 192.0.2.0/24 }",
            "delete element T S { 192.0.2.0/25 }; add element T S { 192.0.2.0/26 }",
            "delete element T S { 192.0.2.0/25 }; add element T S { 192.0.2.64/26 }",
            "delete element T S { 192.0.2.0/25 }",
            "add element T S { 192.0.2.128/25, 203.0.113.1, 255.255.255.0/24 }",
            "flush set T S")) {
      kernel.script(edit.replace(" T ", " inet portcullis ").replace(" S", " " + set));
      assertThat(Rulesets.same(kernel.ruleset(), WANTED)).as("changed by %s", edit).isFalse();

      List<NftOperation> operations = kernel.become(WANTED);

      assertThat(Rulesets.same(kernel.ruleset(), WANTED)).as(edit).isTrue();
      assertThat(operations).as(edit).hasSizeBetween(1, 2);
    }
  }

  @Test
  void aRuleInTheMiddleComesBackInItsPlaceAndTheOthersKeepCounting() throws Exception {
    String chain = "endpoint-1";
    List<NftRule> rules = kernel.ruleset().rulesOf(chain);
    assertThat(rules).hasSizeGreaterThan(3);
    long second = kernel.held().orElseThrow().rulesOf(chain).get(1).handle();
    kernel.nft("delete", "rule", "inet", "portcullis", chain, "handle", String.valueOf(second));

    List<NftOperation> operations = kernel.become(WANTED);

    assertThat(operations).hasSize(1).first().isInstanceOf(NftOperation.InsertRule.class);
    assertThat(kernel.ruleset().rulesOf(chain)).isEqualTo(rules);
  }

  /** The kernel takes no base chain in a batch that has woken its table before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "add chain T late { type filter hook input priority 10; policy drop; };"
            + " add chain T prerouting { policy drop; }; flush map T endpoints",
        "flush chain T prerouting; delete chain T prerouting",
        "flush chain T prerouting; delete chain T prerouting; add chain T prerouting;"
            + " add chain T late { type filter hook input priority 10; policy drop; }",
        "flush chain T prerouting; flush map T endpoints; flush chain T endpoint-1;"
            + " delete chain T endpoint-1;"
            + " add chain T endpoint-1 { type filter hook input priority 10; policy drop; }",
      })
  void aTableThatWasPutToSleepAndChangedWakesUpAsItWas(String script) throws Exception {
    kernel.script("add table inet portcullis { flags dormant; }");
    kernel.script(script.replace(" T ", " inet portcullis "));

    kernel.become(WANTED);

    assertThat(Rulesets.same(kernel.ruleset(), WANTED)).isTrue();
  }

  @Test
  void aTableThatWasDeletedIsMadeAnew() throws Exception {
    kernel.nft("delete", "table", "inet", "portcullis");

    kernel.become(WANTED);

    assertThat(Rulesets.same(kernel.ruleset(), WANTED)).isTrue();
  }

  @Test
  void aBaseChainOfAnotherPriorityIsReportedAndLeftAlone() throws Exception {
    kernel.script(
        "delete table inet portcullis; add table inet portcullis; add chain inet portcullis"
            + " prerouting { type filter hook prerouting priority -150; }");

    assertThatThrownBy(() -> kernel.become(WANTED))
        .isInstanceOf(UnchangeableException.class)
        .hasMessageStartingWith(
            "chain prerouting of table inet portcullis: the priority is -150 and should be -101")
        .hasMessageContaining("nft delete table inet portcullis");
    assertThat(kernel.ruleset().chains()).containsOnlyKeys("prerouting");
  }

  /** The kernel would take no other comment for these two, so it is not asked to. */
  @Test
  void commentsOfTheTableAndItsBaseChainAreNotWorthATable() throws Exception {
    kernel.script(
        "delete table inet portcullis; add table inet portcullis { comment \"other\"; };"
            + " add chain inet portcullis prerouting { type filter hook prerouting priority -101;"
            + " comment \"other\"; }");

    kernel.become(WANTED);

    Ruleset held = kernel.ruleset();
    assertThat(held.rules()).isEqualTo(WANTED.rules());
    assertThat(held.table()).isNotEqualTo(WANTED.table());
    assertThat(Difference.between(kernel.held(), WANTED)).isEmpty();
  }

  private static Ruleset wanted() {
    MatchBox v4 = Policies.any(Family.V4);
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier(
                "default",
                Policies.rule(
                    "default",
                    "allow-office",
                    0,
                    Action.ALLOW,
                    Policies.from(Policies.tcp(v4, 30080, 30081), "10.0.0.0/8", "192.0.2.7/32")),
                Policies.rule("default", "log-some", 0, Action.LOG, Policies.tcp(v4, 80, 80)),
                Policies.rule(
                    "default",
                    "deny-nets",
                    0,
                    Action.DENY,
                    Policies.to(v4, "192.0.2.0/25", "198.51.100.0/24")),
                Policies.rule("default", "deny-all", 0, Action.DENY, v4)));
    NodePolicy one = Policies.node(policy);
    // More than are compared by name, so that there is a map of them.
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>(one.interfaces());
    interfaces.put("eth7", Policies.endpoint("silent", EffectivePolicy.NONE));
    interfaces.put("eth8", Policies.endpoint("silent", EffectivePolicy.NONE));
    return PolicyCompiler.compile(
            new NodePolicy(one.node(), interfaces, one.wildcard(), one.settings()))
        .ruleset();
  }
}
