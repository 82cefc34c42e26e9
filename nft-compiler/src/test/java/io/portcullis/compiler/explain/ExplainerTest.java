package io.portcullis.compiler.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Explanations: what they say, and that they agree with the decision. */
final class ExplainerTest {

  private static final EffectivePolicy POLICY =
      Policies.policy(
          Policies.tier(
              "security",
              Policies.rule("security", "watch", 0, Action.LOG, Policies.any(Family.V4)),
              Policies.rule(
                  "security",
                  "watch",
                  1,
                  Action.PASS,
                  Policies.from(Policies.any(Family.V4), "10.0.0.0/8")),
              Policies.rule("security", "watch", 2, Action.DENY, Policies.any(Family.V4))),
          Policies.tier(
              "default",
              Policies.rule("default", "empty", 0, Action.ALLOW),
              Policies.rule(
                  "default",
                  "office",
                  1,
                  Action.ALLOW,
                  Policies.from(Policies.tcp(Policies.any(Family.V4), 1, 9), "10.0.0.0/8"),
                  Policies.from(Policies.tcp(Policies.any(Family.V4), 11, 12), "10.0.0.0/8"),
                  Policies.from(Policies.tcp(Policies.any(Family.V4), 31, 32), "10.0.0.0/8"),
                  Policies.from(
                      Policies.tcp(Policies.any(Family.V4), 30080, 30080), "10.9.0.0/16")),
              Policies.rule("default", "deny-all", 2, Action.DENY, Policies.any(Family.V4))));

  private final CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(POLICY));

  @Test
  void ofVeryManyRulesThatDoNotMatchTheLastAreTold() {
    EffectiveRule[] rules = new EffectiveRule[40];
    for (int i = 0; i < 39; i++) {
      rules[i] =
          Policies.rule(
              "default",
              "no",
              i,
              Action.ALLOW,
              Policies.from(Policies.any(Family.V4), "10.9." + i + ".0/24"));
    }
    rules[39] = Policies.rule("default", "all", 39, Action.DENY, Policies.any(Family.V4));
    CompiledPolicy many =
        PolicyCompiler.compile(Policies.node(Policies.policy(Policies.tier("default", rules))));

    String text = Explainer.explain(many, tcp("eth0", "10.1.2.3", ConntrackState.NEW)).text();

    assertThat(text)
        .contains(
            "  tier default\n    19 rules before those below do not match; -o json has them\n"
                + "    no rule 19 Allow ")
        .doesNotContain("no rule 18 Allow")
        .contains("no rule 38 Allow", "all rule 39 Deny (p.yaml:40:5): matches");
  }

  @Test
  void itNamesTheRuleItsFileAndWhyOthersDidNotMatch() {
    Explanation explanation =
        Explainer.explain(compiled, tcp("eth0", "10.1.2.3", ConntrackState.NEW));

    assertThat(explanation.text())
        .isEqualTo(
            """
            denied by policy deny-all rule 2 of tier default, p.yaml:3:5
              packet: TCP 10.1.2.3:40000 -> 192.0.2.1:30080 in by eth0, connection new
              endpoint: node1-eth0, hep.yaml:1:1
              tier security
                watch rule 0 Log (p.yaml:1:5): matches
                watch rule 1 Pass (p.yaml:2:5): matches
              tier default
                empty rule 0 Allow (p.yaml:1:5): no, it can match nothing
                office rule 1 Allow (p.yaml:2:5): no, source
                deny-all rule 2 Deny (p.yaml:3:5): matches
              in the ruleset: %1$s
              path:
                prerouting[3]: endpoint-1-v4-services has it
                endpoint-1-v4-class-5[1]
                rule-default-deny-all-2-logged[0]
                %1$s
              nearest edit that changes this: let rule 1 of policy office (Allow) match, too, \
            source 10.1.2.3/32: add it to a network set that source.selector selects, if it has \
            one, and to source.nets, if it has any, p.yaml:2:5
            """
                .formatted(explanation.places().get(0)));
  }

  @Test
  void whatDecidesBeforePolicyAsksNoRule() {
    Explanation explanation =
        Explainer.explain(compiled, tcp("eth0", "10.1.2.3", ConntrackState.ESTABLISHED));

    assertThat(explanation.tiers()).isEmpty();
    assertThat(explanation.text()).startsWith("continues: its connection is established");
  }

  @Test
  void anInterfaceWithoutEndpointIsSaidToHaveNone() {
    Explanation explanation =
        Explainer.explain(compiled, tcp("eth7", "10.1.2.3", ConntrackState.NEW));

    assertThat(explanation.endpoint()).isEmpty();
    assertThat(explanation.places()).isEmpty();
    assertThat(explanation.text()).contains("endpoint: none");
  }

  @Test
  void theTreeHasTheDecisionFirst() {
    Explanation explanation =
        Explainer.explain(compiled, tcp("eth0", "11.1.2.3", ConntrackState.NEW));

    assertThat(explanation.toTree())
        .containsEntry("verdict", "drop")
        .containsEntry("reason", "deny")
        .containsKeys("rule", "logs", "packet", "endpoint", "tiers", "places", "path");
    assertThat(String.valueOf(explanation.toTree().get("path")))
        .startsWith(
            "[{chain=prerouting, rule=3, completed=true,"
                + " sets=[{name=endpoint-1-v4-services, found=true, key=");
  }

  @Test
  void theRulesThatMatchAddUpToTheDecision() {
    for (long seed = 1; seed <= 100; seed++) {
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      CompiledPolicy random = PolicyCompiler.compile(Policies.node(policy));
      RandomPackets packets = new RandomPackets(seed);
      for (int i = 0; i < 50; i++) {
        Packet packet = packets.any();
        Explanation explanation = Explainer.explain(random, packet);
        Decision decision = explanation.decision();
        List<RuleStep> matched =
            explanation.tiers().stream()
                .flatMap(tier -> tier.rules().stream())
                .filter(RuleStep::matched)
                .toList();

        Optional<Place> end =
            explanation.path().orElseThrow().stream().reduce((a, b) -> b).map(step -> step.place());
        assertThat(
                decision.reason() == Decision.Reason.NO_ENDPOINT
                    || explanation.places().contains(end.orElseThrow()))
            .as("seed %d, %s ends at %s", seed, packet, end)
            .isTrue();
        assertThat(decision).isEqualTo(PlainReading.decide(random.policy(), packet));
        Optional<RuleId> last =
            matched.stream()
                .filter(s -> s.action() == Action.ALLOW || s.action() == Action.DENY)
                .map(RuleStep::rule)
                .findFirst();
        assertThat(last).as("seed %d, %s", seed, packet).isEqualTo(decision.rule());
        assertThat(matched.stream().filter(s -> s.action() == Action.LOG).map(RuleStep::rule))
            .as("seed %d, %s", seed, packet)
            .isEqualTo(decision.logs());
      }
    }
  }

  private static Packet tcp(String in, String from, ConntrackState state) {
    return new Packet(
        in, 6, Address.parse(from), Address.parse("192.0.2.1"), 40_000, 30_080, 0, 0, state, false);
  }
}
