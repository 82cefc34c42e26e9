package io.portcullis.agent.control;

import io.portcullis.agent.HeldTable;
import io.portcullis.agent.state.Enforced;
import io.portcullis.api.v1.PacketHeaders;
import io.portcullis.api.v1.TraceStep;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.UnsupportedExpressionException;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.policy.packet.ConntrackState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel's rules by their handles, as what they stand for. Read anew when policy changed. For
 * one thread.
 */
final class TraceNames {

  private record Named(Place place, String comment, Optional<Outcome> outcome) {}

  private final Node node;
  private final Map<Long, Named> rules = new HashMap<>();
  private Optional<CompiledPolicy> of = Optional.empty();
  private Optional<HeldTable> table = Optional.empty();
  private Optional<TraceElements> elements = Optional.empty();

  TraceNames(Node node) {
    this.node = node;
  }

  /** Adds what is known of a rule of our table to a step. */
  void name(TraceStep.Builder step, long handle) {
    find(handle)
        .ifPresent(named -> step.setIndex(named.place().ruleIndex()).setComment(named.comment()));
  }

  /** What a rule of our table decides, if it does. */
  Optional<Outcome> outcome(long handle) {
    return find(handle).flatMap(Named::outcome);
  }

  /**
   * What an element decides that a rule of our table asked for.
   *
   * @param state of the packet's connection
   */
  Optional<TraceElements.Element> element(
      long handle, PacketHeaders packet, ConntrackState state, boolean drops) {
    return find(handle)
        .flatMap(named -> elements().flatMap(of -> of.of(packet, state, named.place(), drops)));
  }

  /** Arranged at first use: of a large table that takes longer than all the rest. */
  private Optional<TraceElements> elements() {
    if (elements.isEmpty()) {
      try {
        elements = table.map(TraceElements::new);
      } catch (UnsupportedExpressionException e) {
        return Optional.empty();
      }
    }
    return elements;
  }

  private Optional<Named> find(long handle) {
    Optional<CompiledPolicy> held =
        node.store().held().map(Enforced::desired).map(desired -> desired.compiled());
    if (!held.equals(of) || !rules.containsKey(handle)) {
      rules.clear();
      of = held;
      elements = Optional.empty();
      table = held.flatMap(HeldTable::of);
      table.ifPresent(now -> read(now.policy(), now.dump()));
    }
    return Optional.ofNullable(rules.get(handle));
  }

  private void read(CompiledPolicy compiled, TableDump dump) {
    Map<Place, Outcome> outcomes = new HashMap<>();
    compiled.outcomes().forEach(outcome -> outcomes.put(outcome.place(), outcome));
    for (String chain : dump.ruleset().chains().keySet()) {
      List<RuleWithHandle> all = dump.rulesOf(chain);
      for (int i = 0; i < all.size(); i++) {
        RuleWithHandle rule = all.get(i);
        rules.put(
            rule.handle(),
            new Named(
                new Place(chain, i),
                Comments.read(rule.rule().userData()).orElse(""),
                Optional.ofNullable(outcomes.get(new Place(chain, i)))));
      }
    }
  }
}
