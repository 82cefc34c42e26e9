package io.portcullis.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resolve.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random policies, held to what they are found to be by random packets. */
class RandomReachTest {

  private static final long SEED = 11;
  private static final int POLICIES = 300;
  private static final int PACKETS = 400;

  private static List<RuleId> found(EffectivePolicy policy, String what) {
    List<Finding> findings =
        Lint.of(
            Policies.node(policy),
            new Surroundings(List.of(), List.of(), List.of()),
            Lint.DEFAULT_LIMIT);
    return policy.tiers().stream()
        .flatMap(tier -> tier.rules().stream())
        .map(EffectiveRule::id)
        .filter(
            id ->
                findings.stream()
                    .anyMatch(
                        finding ->
                            finding.position().equals(id.position())
                                && finding.message().startsWith(Lint.name(id) + " " + what)))
        .toList();
  }

  private static EffectivePolicy without(EffectivePolicy policy, RuleId rule) {
    return new EffectivePolicy(
        policy.tiers().stream()
            .map(
                tier ->
                    new EffectiveTier(
                        tier.name(),
                        tier.rules().stream().filter(r -> !r.id().equals(rule)).toList()))
            .toList());
  }

  /** Random rules share file and line over tiers; here each has a line of its own. */
  private static EffectivePolicy numbered(EffectivePolicy policy) {
    return new EffectivePolicy(
        policy.tiers().stream()
            .map(
                tier ->
                    new EffectiveTier(
                        tier.name(),
                        tier.rules().stream()
                            .map(
                                rule ->
                                    Policies.rule(
                                        tier.name(),
                                        "p-" + tier.name(),
                                        tier.name().charAt(4) * 100 + rule.id().index(),
                                        rule.action(),
                                        rule.boxes().toArray(new MatchBox[0])))
                            .toList()))
            .toList());
  }

  @Test
  void whatIsFoundHolds() {
    RandomPolicies policies = new RandomPolicies(SEED);
    RandomPackets packets = new RandomPackets(SEED);
    int unreached = 0;
    int idle = 0;
    for (int i = 0; i < POLICIES; i++) {
      EffectivePolicy policy = numbered(policies.policy());
      List<RuleId> never = found(policy, "is never reached");
      List<RuleId> effectless = found(policy, "has no effect");
      unreached += never.size();
      idle += effectless.size();
      NodePolicy node = Policies.node(policy);
      List<NodePolicy> without =
          effectless.stream().map(id -> Policies.node(without(policy, id))).toList();
      Set<RuleId> deciding = new HashSet<>();
      for (int p = 0; p < PACKETS; p++) {
        Packet packet = packets.fresh();
        PlainReading.decide(node, packet).rule().ifPresent(deciding::add);
        for (NodePolicy other : without) {
          assertThat(PlainReading.decide(other, packet).drops())
              .as("seed %d policy %d %s", SEED, i, packet)
              .isEqualTo(PlainReading.decide(node, packet).drops());
        }
      }
      deciding.retainAll(never);
      assertThat(deciding).as("seed %d policy %d", SEED, i).isEmpty();
    }
    assertThat(unreached).isGreaterThan(20);
    assertThat(idle).isGreaterThan(20);
  }
}
