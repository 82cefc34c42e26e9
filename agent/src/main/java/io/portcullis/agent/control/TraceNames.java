package io.portcullis.agent.control;

import io.portcullis.agent.HeldTable;
import io.portcullis.agent.state.Enforced;
import io.portcullis.api.v1.TraceStep;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.RuleWithHandle;
import io.portcullis.netlink.nftables.TableDump;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel's rules by their handles, as what they stand for. Read anew when policy changed. For
 * one thread.
 */
final class TraceNames {

  private record Named(int index, String comment, Optional<Outcome> outcome) {}

  private final Node node;
  private final Map<Long, Named> rules = new HashMap<>();
  private Optional<CompiledPolicy> of = Optional.empty();

  TraceNames(Node node) {
    this.node = node;
  }

  /** Adds what is known of a rule of our table to a step. */
  void name(TraceStep.Builder step, long handle) {
    find(handle).ifPresent(named -> step.setIndex(named.index()).setComment(named.comment()));
  }

  /** What a rule of our table decides, if it does. */
  Optional<Outcome> outcome(long handle) {
    return find(handle).flatMap(Named::outcome);
  }

  private Optional<Named> find(long handle) {
    Optional<CompiledPolicy> held =
        node.store().held().map(Enforced::desired).map(desired -> desired.compiled());
    if (!held.equals(of) || !rules.containsKey(handle)) {
      rules.clear();
      of = held;
      held.ifPresent(
          compiled ->
              HeldTable.of(compiled).ifPresent(table -> read(table.policy(), table.dump())));
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
                i,
                Comments.read(rule.rule().userData()).orElse(""),
                Optional.ofNullable(outcomes.get(new Place(chain, i)))));
      }
    }
  }
}
