package io.portcullis.integration.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.effective.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the interpreter makes of a policy, as compiled and as the kernel gives it back. */
final class Interpreted {

  private final List<RulesetInterpreter> interpreters;
  private final Map<Place, Verdicts> outcomes = new HashMap<>();
  private final Map<String, Verdicts> onElements = new HashMap<>();

  Interpreted(CompiledPolicy compiled, Ruleset held) {
    interpreters =
        List.of(new RulesetInterpreter(compiled.ruleset()), new RulesetInterpreter(held));
    for (Outcome outcome : compiled.outcomes()) {
      outcomes.put(outcome.place(), new Verdicts(outcome.reason(), outcome.rule()));
    }
    for (ElementOutcome outcome : compiled.elements()) {
      onElements.put(outcome.comment(), new Verdicts(outcome.reason(), outcome.rule()));
    }
  }

  /** All of a group's packets get its verdict, by the rule that stands for it. */
  void check(Verdicts verdict, List<Case> group, long seed) {
    boolean drops = new Decision(verdict.reason(), verdict.rule(), List.of()).drops();
    for (Case one : group) {
      for (RulesetInterpreter interpreter : interpreters) {
        Interpretation got = interpreter.run(one.packet());
        Verdicts decided =
            got.comment()
                .map(onElements::get)
                .or(() -> got.decider().map(outcomes::get))
                .orElse(new Verdicts(Decision.Reason.NO_ENDPOINT, Optional.empty()));
        assertThat(decided)
            .describedAs("-Dportcullis.seed=%d%n%s%n%s", seed, one, got)
            .isEqualTo(verdict);
        assertThat(got.dropped())
            .describedAs("-Dportcullis.seed=%d%n%s%n%s", seed, one, got)
            .isEqualTo(drops);
      }
    }
  }
}
