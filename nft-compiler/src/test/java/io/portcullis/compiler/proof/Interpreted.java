package io.portcullis.compiler.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a ruleset makes of a packet, in words that can be compared with the plain reading's. */
final class Interpreted {

  private static final int PACKETS = 200;

  private Interpreted() {}

  static String of(Decision decision) {
    return decision.drops() + " " + decision;
  }

  static String decide(CompiledPolicy compiled, Packet packet) {
    return words(compiled, packet, new RulesetInterpreter(compiled.ruleset()).run(packet));
  }

  /** What stands for what is looked up here once more, and not in the proof's own way. */
  private static String words(CompiledPolicy compiled, Packet packet, Interpretation got) {
    List<RuleId> logs = new ArrayList<>();
    got.logs()
        .forEach(
            place ->
                compiled.logs().stream()
                    .filter(log -> log.place().equals(place))
                    .forEach(log -> logs.add(log.rule())));
    boolean allKnown = logs.size() == got.logs().size();
    Stream<Outcome> outcomes =
        compiled.outcomes().stream()
            .filter(outcome -> got.decider().equals(Optional.of(outcome.place())));
    // Established flows continue before it is asked whose they are.
    boolean nobodys =
        PlainReading.policyOf(compiled.policy(), packet.inInterface())
            .filter(policy -> !policy.isEmpty())
            .isEmpty();
    List<String> decisions =
        outcomes
            .filter(o -> !nobodys || o.reason() != Decision.Reason.ESTABLISHED)
            .map(outcome -> new Decision(outcome.reason(), outcome.rule(), logs).toString())
            .distinct()
            .toList();
    Decision none = new Decision(Decision.Reason.NO_ENDPOINT, Optional.empty(), logs);
    return got.dropped()
        + " "
        + (decisions.isEmpty() ? none : String.join(" or ", decisions))
        + (allKnown ? "" : " and logs that stand for nothing");
  }

  static void agreesOnMany(CompiledPolicy compiled) {
    RulesetInterpreter interpreter = new RulesetInterpreter(compiled.ruleset());
    RandomPackets packets = new RandomPackets(1);
    for (int i = 0; i < PACKETS; i++) {
      Packet packet = packets.any();
      assertThat(words(compiled, packet, interpreter.run(packet)))
          .as("%s", packet)
          .isEqualTo(of(PlainReading.decide(compiled.policy(), packet)));
    }
  }
}
