package io.portcullis.compiler.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random policies, compiled and interpreted, do what the plain reading says. */
final class AgreementTest {

  private static final int POLICIES = 120;
  private static final int PACKETS = 200;

  @Test
  void interpreterAndPlainReadingAgree() {
    for (long seed = 1; seed <= POLICIES; seed++) {
      NodePolicy node = node(seed);
      CompiledPolicy compiled = PolicyCompiler.compile(node);
      agree(compiled, compiled.ruleset(), seed);
    }
  }

  @Test
  void elementsAsTheKernelListsThemAreTheSame() {
    for (long seed = 1; seed <= POLICIES / 5; seed++) {
      CompiledPolicy compiled = PolicyCompiler.compile(node(seed));
      agree(compiled, Rulesets.withoutCounts(compiled.ruleset()), seed);
    }
  }

  private static NodePolicy node(long seed) {
    TreeMap<String, io.portcullis.policy.effective.EndpointBinding> interfaces = new TreeMap<>();
    interfaces.put("eth0", Policies.endpoint("a", new RandomPolicies(seed).policy()));
    Optional<io.portcullis.policy.effective.EndpointBinding> wildcard =
        seed % 2 == 0
            ? Optional.empty()
            : Optional.of(Policies.endpoint("w", new RandomPolicies(-seed).policy()));
    return new NodePolicy("node1", interfaces, wildcard, DataplaneSettings.defaults());
  }

  private static void agree(CompiledPolicy compiled, Ruleset ruleset, long seed) {
    RulesetInterpreter interpreter = new RulesetInterpreter(ruleset);
    Map<Place, Outcome> outcomes = new HashMap<>();
    compiled.outcomes().forEach(outcome -> outcomes.put(outcome.place(), outcome));
    Map<Place, RuleId> logs = new HashMap<>();
    for (LogPlace log : compiled.logs()) {
      logs.put(log.place(), log.rule());
    }
    RandomPackets packets = new RandomPackets(seed);
    for (int i = 0; i < PACKETS; i++) {
      Packet packet = i % 2 == 0 ? packets.any() : packets.fresh();
      Decision expected = PlainReading.decide(compiled.policy(), packet);
      Interpretation got = interpreter.run(packet);

      assertThat(got.dropped()).as("seed %d, %s", seed, packet).isEqualTo(expected.drops());
      Optional<Outcome> outcome = got.decider().map(outcomes::get);
      Decision.Reason reason = outcome.map(Outcome::reason).orElse(Decision.Reason.NO_ENDPOINT);
      if (reason == Decision.Reason.ESTABLISHED
          && expected.reason() == Decision.Reason.NO_ENDPOINT) {
        // It continues before anybody asks for its endpoint.
        assertThat(packet.state()).isNotEqualTo(ConntrackState.NEW);
      } else {
        assertThat(reason).as("seed %d, %s, %s", seed, packet, got).isEqualTo(expected.reason());
      }
      assertThat(outcome.flatMap(Outcome::rule))
          .as("seed %d, %s", seed, packet)
          .isEqualTo(expected.rule());
      List<RuleId> logged = got.logs().stream().map(logs::get).toList();
      assertThat(logged).as("seed %d, %s", seed, packet).isEqualTo(expected.logs());
    }
  }
}
