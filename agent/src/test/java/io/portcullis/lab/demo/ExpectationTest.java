package io.portcullis.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.lab.probe.Answer;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.Decision.Reason;
import io.portcullis.policy.effective.RuleId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stated by hand holds only if policy says the very same. */
class ExpectationTest {

  private static final Answer POD = new Answer.Reached("podA");

  @Test
  void theSameRuleAgrees() {
    assertThat(Expectation.allowed(POD, "a", 1).agrees(by(Reason.ALLOW, "a", 1))).isTrue();
    assertThat(Expectation.denied("d", 0).agrees(by(Reason.DENY, "d", 0))).isTrue();
    assertThat(Expectation.of(POD, Reason.FAILSAFE).agrees(Decision.of(Reason.FAILSAFE))).isTrue();
  }

  @Test
  void anotherRulePolicyOrReasonDoesNot() {
    Expectation allowed = Expectation.allowed(POD, "a", 1);
    assertThat(allowed.agrees(by(Reason.ALLOW, "a", 0))).isFalse();
    assertThat(allowed.agrees(by(Reason.ALLOW, "b", 1))).isFalse();
    assertThat(allowed.agrees(by(Reason.DENY, "a", 1))).isFalse();
    assertThat(allowed.agrees(Decision.of(Reason.NO_MATCH))).isFalse();
  }

  @Test
  void aRuleThatAllowsCannotMeanSilence() {
    assertThat(Expectation.allowed(Answer.SILENCE, "a", 1).agrees(by(Reason.ALLOW, "a", 1)))
        .isFalse();
  }

  private static Decision by(Reason reason, String policy, int rule) {
    RuleId id = new RuleId("default", policy, rule, SourcePosition.builtIn("test"));
    return new Decision(reason, Optional.of(id), List.of());
  }
}
