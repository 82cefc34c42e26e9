package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PlainReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways to break a compiled policy, each found; and changes that change nothing, each proven. */
final class MutationTest {

  private static final CompiledPolicy RIGHT =
      PolicyCompiler.compile(Guinea.node(), StageBounds.DEFAULT.shared());

  @Test
  void unchangedItIsProven() {
    assertThat(Proof.check(RIGHT)).isInstanceOf(ProofResult.Proven.class);
  }

  static Stream<Map.Entry<String, Mutant>> broken() {
    return Mutations.broken(new Mutant(RIGHT)).entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void whatChangesAnAnswerIsRefuted(Map.Entry<String, Mutant> mutation) {
    CompiledPolicy mutant = mutation.getValue().compiled();

    ProofResult result = Proof.check(mutant);

    assertThat(result).isInstanceOf(ProofResult.Refuted.class);
    CounterExample example = ((ProofResult.Refuted) result).example();
    Decision expected = PlainReading.decide(mutant.policy(), example.packet());
    assertThat(example.expected()).isEqualTo(expected);
    assertThat(Interpreted.decide(mutant, example.packet())).isNotEqualTo(Interpreted.of(expected));
    assertThat(example.toString()).contains("policy:").contains("ruleset:");
  }

  @Test
  void thereAreAtLeastThirtyWays() {
    assertThat(broken()).hasSizeGreaterThanOrEqualTo(30);
  }

  static Stream<Map.Entry<String, Mutant>> harmless() {
    return Mutations.harmless(new Mutant(RIGHT)).entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void whatChangesNoAnswerIsProven(Map.Entry<String, Mutant> mutation) {
    assertThat(Proof.check(mutation.getValue().compiled())).isInstanceOf(ProofResult.Proven.class);
  }

  static Stream<Map.Entry<String, Mutant>> unknown() {
    return Mutations.unknown(new Mutant(RIGHT)).entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unknown")
  void whatCannotBeJudgedIsNotProven(Map.Entry<String, Mutant> mutation) {
    assertThat(Proof.check(mutation.getValue().compiled()))
        .isInstanceOf(ProofResult.Unfinished.class);
  }

  @Test
  void workIsBounded() {
    assertThat(Proof.check(RIGHT, RIGHT.ruleset(), 100))
        .isInstanceOfSatisfying(
            ProofResult.Unfinished.class, it -> assertThat(it.why()).contains("100 regions"));
  }

  @Test
  void everySingleElementAndRuleMatters() {
    assertThat(refutedOf(RIGHT)).isGreaterThan(100);
  }

  @Test
  void soTheyDoWhereClassesHaveTheirOwnSourcesAndLengthsAreExpanded() {
    assertThat(refutedOf(PolicyCompiler.compile(Guinea.node()))).isGreaterThan(100);
  }

  @Test
  void soTheyDoWhereSourcesAreLookedUpBeforeServices() {
    assertThat(refutedOf(ahead(true))).isGreaterThan(100);
    assertThat(refutedOf(ahead(false))).isGreaterThan(100);
  }

  @Test
  void aGateThatLetsOtherPacketsPassOrKnownOnesByIsRefuted() {
    CompiledPolicy right = ahead(true);
    Mutant ahead = new Mutant(right);
    int gate = right.ruleset().rulesOf("prerouting").size() - 7;

    // Without its rule for the protocol, UDP to the same port meets TCP's sources.
    assertThat(Proof.check(ahead.drop("prerouting", gate + 1).compiled()))
        .isInstanceOf(ProofResult.Refuted.class);
    // Without what sends the others on, they are nobody's.
    assertThat(Proof.check(ahead.drop("prerouting", gate + 6).compiled()))
        .isInstanceOf(ProofResult.Refuted.class);
    // The row of ports that come to the same spares them a lookup that says the same.
    assertThat(Proof.check(ahead.drop("prerouting", gate + 5).compiled()))
        .isInstanceOf(ProofResult.Proven.class);
    // Other ports have no element: the gate spares them lookups, and decides nothing.
    assertThat(Proof.check(ahead.drop("prerouting", gate).compiled()))
        .isInstanceOf(ProofResult.Proven.class);
  }

  @Test
  void aGateBehindWhichNoServiceIsLookedUpDecides() {
    CompiledPolicy right = ahead(false);
    Mutant ahead = new Mutant(right);
    int gate = right.ruleset().rulesOf("prerouting").size() - 6;

    for (int rule : new int[] {gate, gate + 1, gate + 5}) {
      assertThat(Proof.check(ahead.drop("prerouting", rule).compiled()))
          .as("without rule %d", rule)
          .isInstanceOf(ProofResult.Refuted.class);
    }
  }

  /**
   * Sources of three lengths before services: the gate's two rules, three lookups, what most ports
   * come to, and what else.
   *
   * @param other whether one of the services comes to something else with unknown sources
   */
  private static CompiledPolicy ahead(boolean other) {
    MatchBox any = Policies.any(Family.V4);
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String[] from = {"10." + i + ".0.0/16", "11.0." + i + ".0/24", "12.0.0." + i + "/32"};
      MatchBox box = Policies.from(Policies.tcp(any, 30_000 + i, 30_000 + i), from);
      rules.add(Policies.rule("t", "p" + i, 0, Action.ALLOW, box));
    }
    if (other) {
      MatchBox all = Policies.tcp(any, 30_024, 30_024);
      rules.add(Policies.rule("t", "all", 0, Action.ALLOW, all));
    }
    rules.add(Policies.rule("t", "rest", 0, Action.DENY, any));
    CompiledPolicy compiled =
        PolicyCompiler.compile(
            Policies.node(new EffectivePolicy(List.of(new EffectiveTier("t", rules)))));
    assertThat(compiled.ruleset().chains()).containsKey("endpoint-1-v4-services");
    return compiled;
  }

  /** Each sent elsewhere or dropped, in every map and chain that packets reach. */
  private static int refutedOf(CompiledPolicy right) {
    int refuted = 0;
    for (String set : right.ruleset().sets().keySet()) {
      for (int i = 0; i < right.ruleset().elementsOf(set).size(); i++) {
        int index = i;
        Mutant mutant =
            new Mutant(right)
                .elements(
                    set,
                    list -> {
                      list.remove(index);
                      return list;
                    });
        refuted += judged(mutant);
      }
    }
    for (String chain : right.ruleset().chains().keySet()) {
      for (int i = 0; i < right.ruleset().rulesOf(chain).size(); i++) {
        refuted += judged(new Mutant(right).drop(chain, i));
        if (right.ruleset().rulesOf(chain).get(i).expressions().stream()
            .anyMatch(e -> !Hands.flipped(e).equals(e))) {
          refuted += judged(new Mutant(right).expressions(chain, i, Hands::flipped));
        }
      }
    }
    return refuted;
  }

  /** 1 if refuted, and rightly; 0 if proven, and no packet of many speaks against it. */
  private static int judged(Mutant mutant) {
    ProofResult result = Proof.check(mutant.compiled());
    if (result instanceof ProofResult.Refuted refuted) {
      Decision expected =
          PlainReading.decide(mutant.compiled().policy(), refuted.example().packet());
      assertThat(Interpreted.decide(mutant.compiled(), refuted.example().packet()))
          .isNotEqualTo(Interpreted.of(expected));
      return 1;
    }
    assertThat(result).isInstanceOf(ProofResult.Proven.class);
    Interpreted.agreesOnMany(mutant.compiled());
    return 0;
  }
}
