package io.portcullis.compiler.explain;

import io.portcullis.compiler.Place;
import io.portcullis.compiler.interpret.Step;
import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An explanation as a tree for JSON. */
final class ExplanationTree {

  private ExplanationTree() {}

  static Map<String, Object> of(Explanation explanation) {
    Map<String, Object> out = new LinkedHashMap<>();
    Decision decision = explanation.decision();
    out.put("verdict", decision.drops() ? "drop" : "continue");
    out.put("reason", lower(decision.reason()));
    decision.rule().ifPresent(rule -> out.put("rule", rule(rule)));
    if (!decision.logs().isEmpty()) {
      out.put("logs", decision.logs().stream().map(ExplanationTree::rule).toList());
    }
    out.put("packet", packet(explanation.packet()));
    explanation
        .endpoint()
        .ifPresent(
            endpoint -> {
              Map<String, Object> tree = new LinkedHashMap<>();
              tree.put("name", endpoint.endpoint());
              tree.put("position", position(endpoint.position()));
              out.put("endpoint", tree);
            });
    if (!explanation.tiers().isEmpty()) {
      out.put("tiers", explanation.tiers().stream().map(ExplanationTree::tier).toList());
    }
    out.put("places", places(explanation.places()));
    explanation
        .path()
        .ifPresent(path -> out.put("path", path.stream().map(ExplanationTree::step).toList()));
    explanation.nearest().ifPresent(edit -> out.put("nearest", edit(edit)));
    return out;
  }

  private static Map<String, Object> edit(Edit edit) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("how", lower(edit.how()));
    out.put("what", edit.what());
    edit.position().ifPresent(position -> out.put("position", position(position)));
    return out;
  }

  private static Map<String, Object> tier(TierStep tier) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("tier", tier.tier());
    out.put("rules", tier.rules().stream().map(ExplanationTree::step).toList());
    return out;
  }

  private static Map<String, Object> step(RuleStep step) {
    Map<String, Object> out = rule(step.rule());
    out.put("action", ExplanationText.name(step.action()));
    out.put("matched", step.matched());
    step.failed().ifPresent(criterion -> out.put("failed", lower(criterion)));
    return out;
  }

  private static Map<String, Object> rule(RuleId rule) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("tier", rule.tier());
    out.put("policy", rule.policy());
    out.put("index", rule.index());
    out.put("position", position(rule.position()));
    return out;
  }

  private static Map<String, Object> position(SourcePosition position) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", position.source());
    out.put("line", position.line());
    out.put("column", position.column());
    return out;
  }

  private static Map<String, Object> packet(Packet packet) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("interface", packet.inInterface());
    out.put("protocol", packet.protocol());
    out.put("source", packet.source().toString());
    out.put("destination", packet.destination().toString());
    out.put("sourcePort", packet.sourcePort());
    out.put("destinationPort", packet.destinationPort());
    out.put("icmpType", packet.icmpType());
    out.put("icmpCode", packet.icmpCode());
    out.put("connection", lower(packet.state()));
    out.put("toLocal", packet.toLocal());
    return out;
  }

  private static List<Map<String, Object>> places(List<Place> places) {
    return places.stream().map(ExplanationTree::place).toList();
  }

  private static Map<String, Object> place(Place place) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("chain", place.chain());
    out.put("rule", place.ruleIndex());
    return out;
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> out = place(step.place());
    out.put("completed", step.completed());
    if (!step.sets().isEmpty()) {
      out.put("sets", step.sets().stream().map(ExplanationTree::consulted).toList());
    }
    return out;
  }

  private static Map<String, Object> consulted(Step.Consulted set) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", set.set());
    out.put("found", set.found());
    set.key().ifPresent(key -> out.put("key", key.toString()));
    return out;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
