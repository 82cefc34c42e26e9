package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.DeniedPrefix;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.expr.Limit;
import io.portcullis.netlink.nftables.expr.Log;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.effective.DataplaneSettings.Denied;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Telling of packets that are dropped changes nothing of what becomes of any. */
final class DeniedProofTest {

  private static final int POLICIES = 60;

  private static CompiledPolicy compiled(long seed) {
    NodePolicy node = RandomProofTest.node(seed);
    return PolicyCompiler.compile(
        new NodePolicy(
            node.node(),
            node.interfaces(),
            node.wildcard(),
            node.settings().telling(Optional.of(new Denied(5, 10)))));
  }

  @Test
  void policiesThatTellAreProven() {
    for (long seed = 1; seed <= POLICIES; seed++) {
      CompiledPolicy compiled = compiled(seed);

      assertThat(Proof.check(compiled)).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
      assertThat(Proof.check(compiled, Rulesets.withoutCounts(compiled.ruleset())))
          .as("seed %d, as the kernel lists it", seed)
          .isInstanceOf(ProofResult.Proven.class);
    }
  }

  @Test
  void eachRuleThatDropsHasOneBeforeItThatTellsOfIt() {
    int drops = 0;
    for (long seed = 1; seed <= POLICIES; seed++) {
      CompiledPolicy compiled = compiled(seed);
      for (Outcome outcome : compiled.outcomes()) {
        boolean dropping =
            outcome.reason() == Decision.Reason.DENY || outcome.reason() == Decision.Reason.INVALID;
        List<NftRule> rules = compiled.ruleset().rulesOf(outcome.place().chain());
        int before = outcome.place().ruleIndex() - 1;
        boolean told =
            before >= 0
                && rules.get(before).expressions().size() == 2
                && rules.get(before).expressions().get(0) instanceof Limit
                && rules.get(before).expressions().get(1) instanceof Log log
                && log.prefix()
                    .equals(
                        Optional.of(
                            outcome.rule().map(DeniedPrefix::of).orElse(DeniedPrefix.INVALID)));
        assertThat(told).as("seed %d: %s", seed, outcome).isEqualTo(dropping);
        drops += dropping ? 1 : 0;
      }
    }
    assertThat(drops).isGreaterThan(POLICIES);
  }

  @Test
  void aPrefixNamesOneRule() {
    String longest = "a".repeat(253);
    List<RuleId> rules =
        List.of(
            rule("p", 0),
            rule("p", 11),
            rule("p-1", 1),
            rule("p.1", 1),
            rule(longest, 0),
            rule(longest, 123_456),
            rule(longest.substring(1) + "b", 0));
    Set<String> prefixes = new HashSet<>();
    List<Outcome> outcomes =
        rules.stream()
            .map(
                rule ->
                    new Outcome(
                        Decision.Reason.DENY,
                        Optional.of(rule),
                        new io.portcullis.compiler.Place("c", 0)))
            .toList();
    for (RuleId rule : rules) {
      String prefix = DeniedPrefix.of(rule);
      assertThat(prefix.length()).isLessThan(128);
      assertThat(prefixes.add(prefix)).as(prefix).isTrue();
      assertThat(DeniedPrefix.rule(prefix, outcomes)).contains(rule);
    }
    assertThat(DeniedPrefix.rule(DeniedPrefix.INVALID, outcomes)).isEmpty();
  }

  private static RuleId rule(String policy, int index) {
    return new RuleId("default", policy, index, SourcePosition.builtIn("p.yaml"));
  }
}
