package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Policies of unusual shape are proven, and by not many more regions than they have parts. */
final class ShapesTest {

  private static final MatchBox V4 = Policies.any(Family.V4);
  private static final MatchBox V6 = Policies.any(Family.V6);

  @Test
  void noEndpointIsOneRegionPerInterfaceAndFamily() {
    NodePolicy node =
        new NodePolicy("node1", new TreeMap<>(), Optional.empty(), DataplaneSettings.defaults());

    assertThat(regions(node)).isEqualTo(2 * 2);
  }

  @Test
  void manyTiersAreFollowed() {
    List<EffectiveTier> tiers = new ArrayList<>();
    MatchBox box = Policies.to(V4, "192.0.2.0/24");
    for (int i = 0; i < 40; i++) {
      tiers.add(Policies.tier("t" + i, Policies.rule("t" + i, "p", 0, Action.PASS, box)));
    }

    assertThat(regions(Policies.node(new EffectivePolicy(tiers)))).isPositive();
  }

  @Test
  void aLogRuleOfSeveralBoxesIsProvenToLogOnce() {
    MatchBox wide = Policies.to(V4, "192.0.2.0/24");
    MatchBox narrow = Policies.from(wide, "10.0.0.0/8");
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier("t", Policies.rule("t", "watch", 0, Action.LOG, wide, narrow)));

    assertThat(regions(Policies.node(policy))).isPositive();
  }

  @Test
  void servicesThatFaceTheSameRulesAreGoneOverOnce() {
    String[] sources = new String[500];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = "10." + i / 250 + "." + i % 250 + ".4/30";
    }
    MatchBox many = Policies.from(Policies.tcp(V4, 30_000, 31_999), sources);
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier(
                "t",
                Policies.rule("t", "office", 0, Action.ALLOW, many),
                Policies.rule("t", "rest", 0, Action.DENY, V4, V6)));

    assertThat(regions(Policies.node(policy))).isLessThan(20_000);
  }

  @Test
  void interfacesOfOneClassAreGoneOverOnce() {
    MatchBox some = Policies.from(Policies.tcp(V4, 1, 99), "10.0.0.0/8", "10.1.2.3/32");
    EffectiveRule rule = Policies.rule("t", "p", 0, Action.DENY, some);
    EffectivePolicy policy = Policies.policy(Policies.tier("t", rule));
    TreeMap<String, EndpointBinding> two = new TreeMap<>();
    two.put("eth0", Policies.endpoint("e0", policy));
    two.put("eth1", Policies.endpoint("e1", policy));
    TreeMap<String, EndpointBinding> many = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      many.put("eth" + i, Policies.endpoint("e" + i, policy));
    }

    long few = regions(node(two));

    assertThat(regions(node(many))).isEqualTo(few + 98 * 2);
  }

  @Test
  void fewInterfacesAreTold() {
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier(
                "t", Policies.rule("t", "p", 0, Action.DENY, Policies.tcp(V4, 30_000, 30_009))));
    EndpointBinding policed = Policies.endpoint("e", policy);
    EndpointBinding free = Policies.endpoint("f", EffectivePolicy.NONE);
    List<Map<String, EndpointBinding>> named =
        List.of(
            Map.of(),
            Map.of("eth0", policed),
            Map.of("eth0", policed, "eth1", free),
            Map.of("eth1", policed, "eth0", free),
            Map.of("lo", policed),
            Map.of("lo", free),
            Map.of("eth0", free, "eth1", free, "eth2", policed));
    List<Optional<EndpointBinding>> wildcards =
        List.of(Optional.empty(), Optional.of(free), Optional.of(policed));
    for (Map<String, EndpointBinding> interfaces : named) {
      for (Optional<EndpointBinding> wildcard : wildcards) {
        for (DataplaneSettings.Loopback loopback : DataplaneSettings.Loopback.values()) {
          for (DataplaneSettings.ConntrackInvalid invalid :
              DataplaneSettings.ConntrackInvalid.values()) {
            DataplaneSettings usual = DataplaneSettings.defaults();
            DataplaneSettings settings =
                new DataplaneSettings(
                    usual.failsafes(),
                    usual.failsafeScope(),
                    loopback,
                    usual.establishedFlows(),
                    invalid,
                    true);
            NodePolicy node =
                new NodePolicy("node1", new TreeMap<>(interfaces), wildcard, settings);
            assertThat(Proof.check(PolicyCompiler.compile(node)))
                .as("%s, others %s, %s", interfaces.keySet(), wildcard, settings)
                .isInstanceOf(ProofResult.Proven.class);
          }
        }
      }
    }
  }

  private static NodePolicy node(SortedMap<String, EndpointBinding> interfaces) {
    return new NodePolicy("node1", interfaces, Optional.empty(), DataplaneSettings.defaults());
  }

  private static long regions(NodePolicy node) {
    ProofResult result = Proof.check(PolicyCompiler.compile(node));
    assertThat(result).isInstanceOf(ProofResult.Proven.class);
    return ((ProofResult.Proven) result).regions();
  }
}
