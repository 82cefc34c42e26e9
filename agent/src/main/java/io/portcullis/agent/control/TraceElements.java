package io.portcullis.agent.control;

import io.portcullis.agent.HeldTable;
import io.portcullis.agent.HostLinks;
import io.portcullis.api.v1.PacketHeaders;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.Step;
import io.portcullis.compiler.interpret.UnsupportedExpressionException;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.Optional;

/**
 * Which element of a map gave a traced packet its verdict. The kernel names the rule that asked the
 * map, and neither map nor element: so the same packet is taken through the table as the kernel
 * listed it, and what comes out counts if it was the same rule and the same verdict. For one
 * thread.
 */
final class TraceElements {

  private final HeldTable table;
  private final RulesetInterpreter interpreter;

  /**
   * What an element decided.
   *
   * @param map that holds it, by its name in the kernel
   * @param reason what decides
   * @param rule the policy's rule, where one does
   */
  record Element(String map, Decision.Reason reason, Optional<RuleId> rule) {}

  /**
   * Of a table.
   *
   * @throws UnsupportedExpressionException if somebody put something into it that is not ours
   */
  TraceElements(HeldTable table) {
    this.table = table;
    this.interpreter = new RulesetInterpreter(table.dump().ruleset());
  }

  /**
   * The element that decided.
   *
   * @param place of the rule that asked for it
   * @return empty if it cannot be told
   */
  Optional<Element> of(PacketHeaders headers, ConntrackState state, Place place, boolean drops) {
    if (headers.getSource().isEmpty()) {
      return Optional.empty();
    }
    Packet packet = packet(headers, state);
    try {
      Interpretation run = interpreter.run(packet);
      return run.dropped() == drops && run.decider().equals(Optional.of(place))
          ? run.steps().stream()
              .filter(step -> step.place().equals(place))
              .flatMap(step -> step.sets().stream())
              .filter(Step.Consulted::found)
              .reduce((first, last) -> last)
              .flatMap(asked -> element(asked.set(), run.comment(), packet, drops))
          : Optional.empty();
    } catch (UnsupportedExpressionException e) {
      return Optional.empty();
    }
  }

  private Optional<Element> element(
      String map, Optional<String> comment, Packet packet, boolean drops) {
    if (comment.isPresent()) {
      return table.policy().elements().stream()
          .filter(outcome -> outcome.comment().equals(comment.get()))
          .findFirst()
          .map((ElementOutcome of) -> new Element(map, of.reason(), of.rule()));
    }
    // Without counters elements do not say for whom they decide; policy does.
    Decision decision = PlainReading.decide(table.policy().policy(), packet);
    return Optional.of(new Element(map, decision.reason(), decision.rule()))
        .filter(of -> decision.drops() == drops);
  }

  private static Packet packet(PacketHeaders of, ConntrackState state) {
    Address destination = Address.parse(of.getDestination());
    return new Packet(
        of.getLink(),
        of.getProtocol(),
        Address.parse(of.getSource()),
        destination,
        of.getSourcePort(),
        of.getDestinationPort(),
        of.getIcmpType(),
        of.getIcmpCode(),
        state,
        HostLinks.read().stream().anyMatch(link -> link.addresses().contains(destination)));
  }
}
