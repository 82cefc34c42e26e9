package io.portcullis.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Cmp;
import io.portcullis.netlink.nftables.expr.Immediate;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.LinkName;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The shape of compiled rulesets. */
final class PolicyCompilerTest {

  private static final MatchBox V4 = Policies.any(Family.V4);
  private static final EffectivePolicy DENY_ALL =
      Policies.policy(Policies.tier("t", Policies.rule("t", "deny-all", 0, Action.DENY, V4)));

  @Test
  void aNodeWithoutEndpointsHasAnEmptyBaseChainAndNothingElse() {
    Ruleset ruleset = compile(new TreeMap<>(), Optional.empty());

    assertThat(ruleset.chains()).containsOnlyKeys("prerouting");
    assertThat(ruleset.rulesOf("prerouting")).isEmpty();
    assertThat(ruleset.sets()).isEmpty();
  }

  @Test
  void loopbackAndEndpointsWithoutPolicyAreKeptFromTheWildcard() {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth1", Policies.endpoint("silent", EffectivePolicy.NONE));

    Ruleset ruleset = compile(interfaces, Optional.of(Policies.endpoint("everything", DENY_ALL)));

    assertThat(verdictOf(ruleset, "eth1")).contains(Verdict.ACCEPT);
    assertThat(verdictOf(ruleset, "lo")).contains(Verdict.ACCEPT);
    assertThat(verdictOf(ruleset, "eth0")).isEmpty();
    // Established flows first, of whatever interface; then the same of invalid packets.
    assertThat(ruleset.rulesOf("flows")).hasSize(4);
  }

  @Test
  void endpointsWithEqualPolicyShareAClass() {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth0", Policies.endpoint("a", DENY_ALL));
    interfaces.put("eth1", Policies.endpoint("b", DENY_ALL));

    Ruleset ruleset = compile(interfaces, Optional.empty());

    assertThat(verdictOf(ruleset, "eth0")).isPresent().isEqualTo(verdictOf(ruleset, "eth1"));
  }

  @Test
  void theSamePolicyGivesTheSameRuleset() {
    for (long seed = 1; seed <= 50; seed++) {
      NodePolicy one = Policies.node(new RandomPolicies(seed).policy());
      NodePolicy again = Policies.node(new RandomPolicies(seed).policy());
      Ruleset first = PolicyCompiler.compile(one).ruleset();
      Ruleset second = PolicyCompiler.compile(again).ruleset();

      assertThat(describe(first)).as("seed %d", seed).isEqualTo(describe(second));
    }
  }

  @Test
  void everyOutcomeStandsAtAVerdictAndEveryLogAtALog() {
    for (long seed = 1; seed <= 50; seed++) {
      CompiledPolicy compiled =
          PolicyCompiler.compile(Policies.node(new RandomPolicies(seed).policy()));
      for (Outcome outcome : compiled.outcomes()) {
        NftRule rule = at(compiled.ruleset(), outcome.place());
        assertThat(rule.expressions().get(rule.expressions().size() - 1))
            .as("seed %d, %s", seed, outcome)
            .isIn(new Immediate.Verdict(Verdict.ACCEPT), new Immediate.Verdict(Verdict.DROP));
      }
      for (LogPlace log : compiled.logs()) {
        assertThat(at(compiled.ruleset(), log.place()).expressions())
            .as("seed %d, %s", seed, log)
            .hasAtLeastOneElementOfType(Log.class);
      }
    }
  }

  @Test
  void aLogRuleOfSeveralBoxesLogsAPacketOnce() {
    MatchBox wide = Policies.to(V4, "192.0.2.0/24");
    MatchBox narrow = Policies.from(wide, "10.0.0.0/8");
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier("t", Policies.rule("t", "watch", 0, Action.LOG, wide, narrow)));

    CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));

    assertThat(compiled.logs()).hasSize(2);
    for (LogPlace log : compiled.logs()) {
      assertThat(at(compiled.ruleset(), log.place()).expressions())
          .endsWith(new Immediate.Verdict(Verdict.RETURN));
    }
    String chain = compiled.logs().get(0).place().chain();
    assertThat(compiled.ruleset().rules().values().stream().flatMap(List::stream))
        .filteredOn(rule -> rule.expressions().contains(new Immediate.Verdict(Verdict.jump(chain))))
        .hasSize(1);
  }

  @Test
  void elementsAreOneForEachPortAndSource() {
    int ports = 1_000;
    int sources = 20;
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < ports; i++) {
      String[] from = new String[sources];
      for (int j = 0; j < sources; j++) {
        from[j] = "10." + i % 250 + "." + (8 * j + i / 250) + ".4/30";
      }
      int port = 30_000 + 2 * i;
      rules.add(
          Policies.rule(
              "t", "p", i, Action.ALLOW, Policies.from(Policies.tcp(V4, port, port), from)));
    }
    rules.add(Policies.rule("t", "p", ports, Action.DENY, V4));
    EffectivePolicy policy =
        Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)));

    Ruleset ruleset = PolicyCompiler.compile(Policies.node(policy)).ruleset();

    int elements = ruleset.elements().values().stream().mapToInt(block -> block.size()).sum();
    assertThat(elements).isLessThan(ports * sources + ports + 100);
    assertThat(ruleset.sets()).hasSizeLessThan(10);
  }

  private static Ruleset compile(
      java.util.SortedMap<String, EndpointBinding> interfaces, Optional<EndpointBinding> wildcard) {
    return PolicyCompiler.compile(
            new NodePolicy("node1", interfaces, wildcard, DataplaneSettings.defaults()))
        .ruleset();
  }

  private static NftRule at(Ruleset ruleset, Place place) {
    return ruleset.rulesOf(place.chain()).get(place.ruleIndex());
  }

  /** Where the rule goes that compares the interface's name. */
  private static Optional<Verdict> verdictOf(Ruleset ruleset, String name) {
    Bytes key = Bytes.of(LinkName.key(name));
    return ruleset.rulesOf("prerouting").stream()
        .map(NftRule::expressions)
        .filter(of -> of.stream().anyMatch(e -> e instanceof Cmp cmp && cmp.data().equals(key)))
        .flatMap(of -> of.stream())
        .filter(Immediate.Verdict.class::isInstance)
        .map(verdict -> ((Immediate.Verdict) verdict).verdict())
        .findFirst();
  }

  @Test
  void moreThanTwoInterfacesAreLookedUp() {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    for (String name : List.of("eth0", "eth1", "eth2")) {
      interfaces.put(name, Policies.endpoint(name, DENY_ALL));
    }

    Ruleset ruleset = compile(interfaces, Optional.empty());

    assertThat(ruleset.rulesOf("prerouting")).hasSize(1);
    assertThat(ruleset.elementsOf("endpoints").size()).isEqualTo(3);
  }

  /** All of it in order, which equality of rulesets does not ask for. */
  private static List<String> describe(Ruleset ruleset) {
    return Rulesets.creation(ruleset).stream()
        .map(
            operation -> {
              if (operation
                  instanceof io.portcullis.netlink.nftables.NftOperation.AddElements add) {
                StringBuilder out = new StringBuilder(add.set());
                for (int i = 0; i < add.elements().size(); i++) {
                  out.append(add.elements().get(i));
                }
                return out.toString();
              }
              return operation.toString();
            })
        .toList();
  }
}
