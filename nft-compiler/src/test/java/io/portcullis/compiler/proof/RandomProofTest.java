package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever policy is compiled is proven, since the compiler is right. */
final class RandomProofTest {

  private static final int POLICIES = 100;

  @Test
  void randomPoliciesAreProven() {
    long regions = 0;
    for (long seed = 1; seed <= POLICIES; seed++) {
      CompiledPolicy compiled = PolicyCompiler.compile(node(seed));

      ProofResult result = Proof.check(compiled);

      assertThat(result).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
      regions += ((ProofResult.Proven) result).regions();
    }
    assertThat(regions).isGreaterThan(100L * POLICIES);
  }

  @Test
  void whatTheKernelListsIsProvenToo() {
    for (long seed = 1; seed <= POLICIES / 5; seed++) {
      CompiledPolicy compiled = PolicyCompiler.compile(node(seed));

      ProofResult result = Proof.check(compiled, Rulesets.withoutCounts(compiled.ruleset()));

      assertThat(result).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
    }
  }

  /** Two interfaces and perhaps a wildcard, with settings of all kinds. */
  static NodePolicy node(long seed) {
    Random random = new Random(seed);
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth0", Policies.endpoint("a", new RandomPolicies(seed).policy()));
    interfaces.put("eth1", Policies.endpoint("b", new RandomPolicies(seed / 2).policy()));
    Optional<EndpointBinding> wildcard =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(Policies.endpoint("w", new RandomPolicies(-seed).policy()));
    DataplaneSettings defaults = DataplaneSettings.defaults();
    DataplaneSettings settings =
        new DataplaneSettings(
            defaults.failsafes(),
            random.nextBoolean()
                ? DataplaneSettings.FailsafeScope.ANY
                : DataplaneSettings.FailsafeScope.LOCAL,
            random.nextBoolean()
                ? DataplaneSettings.Loopback.POLICE
                : DataplaneSettings.Loopback.EXEMPT,
            random.nextBoolean()
                ? DataplaneSettings.EstablishedFlows.KEEP
                : DataplaneSettings.EstablishedFlows.POLICE,
            random.nextBoolean()
                ? DataplaneSettings.ConntrackInvalid.CONTINUE
                : DataplaneSettings.ConntrackInvalid.DROP,
            random.nextBoolean());
    return new NodePolicy("node1", interfaces, wildcard, settings);
  }
}
