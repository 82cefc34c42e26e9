package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Step;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Two answers about one packet, each found anew by the simplest means there are. */
final class Differences {

  private Differences() {}

  /** The counter-example; not one if the plain reading and a plain run agree after all. */
  static ProofResult example(
      CompiledPolicy compiled, RulesetInterpreter interpreter, Packet packet) {
    Decision expected = PlainReading.decide(compiled.policy(), packet);
    Interpretation got = interpreter.run(packet);
    Set<Decision> outcomes = outcomes(compiled, got, expected);
    if (got.dropped() == expected.drops() && outcomes.equals(Set.of(expected))) {
      return new ProofResult.Unfinished(
          "the proof's own reading of policy is wrong about "
              + packet
              + ", which is a bug in Portcullis: please report it with this policy");
    }
    String path = got.path().stream().map(Place::toString).collect(Collectors.joining(" > "));
    return new ProofResult.Refuted(
        new CounterExample(
            packet,
            expected,
            got.dropped(),
            outcomes.stream().map(Decision::toString).collect(Collectors.joining(" or ")),
            got.decider().isEmpty() ? path + " > policy of the base chain" : path));
  }

  /** What the run stands for by the compiler's record; one decision, unless that is wrong. */
  private static Set<Decision> outcomes(
      CompiledPolicy compiled, Interpretation got, Decision expected) {
    List<RuleId> logs =
        got.logs().stream().flatMap(place -> logged(compiled, place).stream()).toList();
    Set<Decision> out = new LinkedHashSet<>();
    for (Outcome outcome : compiled.outcomes()) {
      if (got.comment().isEmpty() && got.decider().equals(Optional.of(outcome.place()))) {
        out.add(new Decision(outcome.reason(), outcome.rule(), logs));
      }
    }
    for (ElementOutcome outcome : compiled.elements()) {
      if (got.comment().equals(Optional.of(outcome.comment()))) {
        out.add(new Decision(outcome.reason(), outcome.rule(), logs));
      }
    }
    if (out.isEmpty() && tellsNothing(compiled, got, expected)) {
      out.add(
          got.dropped() == expected.drops()
              ? new Decision(expected.reason(), expected.rule(), logs)
              : new Decision(
                  got.dropped() ? Decision.Reason.DENY : Decision.Reason.ALLOW,
                  Optional.empty(),
                  logs));
    }
    if (out.isEmpty()) {
      out.add(new Decision(Decision.Reason.NO_ENDPOINT, Optional.empty(), logs));
    }
    // A log that stands for nothing is one too many.
    return logs.size() == got.logs().size() ? out : Set.of();
  }

  /** True if an element decided, and hits are not counted, so that none says for which rule. */
  private static boolean tellsNothing(
      CompiledPolicy compiled, Interpretation got, Decision expected) {
    Optional<Place> last =
        got.steps().isEmpty()
            ? Optional.empty()
            : Optional.of(got.steps().get(got.steps().size() - 1))
                .filter(step -> !step.sets().isEmpty())
                .map(Step::place);
    return !compiled.policy().settings().counters()
        && got.comment().isEmpty()
        && got.decider().isPresent()
        && got.decider().equals(last)
        && Attribution.isOfPolicy(expected.reason());
  }

  private static Optional<RuleId> logged(CompiledPolicy compiled, Place place) {
    return compiled.logs().stream()
        .filter(log -> log.place().equals(place))
        .map(LogPlace::rule)
        .findFirst();
  }
}
