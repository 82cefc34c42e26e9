package io.portcullis.compiler.explain;

import io.portcullis.compiler.interpret.Step;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.RuleId;
import java.util.List;
import java.util.Locale;

/** An explanation for people. */
final class ExplanationText {

  /** Rules of a tier that do not match and are told of, the last ones. */
  private static final int SHOWN = 20;

  private ExplanationText() {}

  static String of(Explanation explanation) {
    StringBuilder out = new StringBuilder();
    line(out, 0, DecisionText.of(explanation.decision()));
    line(out, 1, "packet: " + PacketText.of(explanation.packet()));
    line(out, 1, "endpoint: " + explanation.endpoint().map(ExplanationText::text).orElse("none"));
    for (TierStep tier : explanation.tiers()) {
      line(out, 1, "tier " + tier.tier());
      rules(out, tier.rules());
    }
    if (!explanation.places().isEmpty()) {
      line(out, 1, "in the ruleset: " + join(explanation.places()));
    }
    explanation
        .path()
        .ifPresent(
            path -> {
              line(out, 1, "path:");
              path.forEach(step -> line(out, 2, text(step)));
            });
    explanation.nearest().ifPresent(edit -> line(out, 1, text(edit)));
    return out.toString();
  }

  private static void rules(StringBuilder out, List<RuleStep> steps) {
    long left = steps.stream().filter(step -> !step.matched()).count() - SHOWN;
    if (left > 0) {
      line(out, 2, left + " rules before those below do not match; -o json has them");
    }
    for (RuleStep step : steps) {
      if (step.matched() || left-- <= 0) {
        line(out, 2, text(step));
      }
    }
  }

  private static String text(Edit edit) {
    return "nearest edit that changes this: "
        + edit.what()
        + edit.position().map(position -> ", " + position).orElse("");
  }

  private static String text(EndpointBinding endpoint) {
    String policy = endpoint.policy().isEmpty() ? ", without pre-DNAT policy" : "";
    return endpoint.endpoint() + ", " + endpoint.position() + policy;
  }

  private static String text(RuleStep step) {
    RuleId rule = step.rule();
    return rule.policy()
        + " rule "
        + rule.index()
        + " "
        + name(step.action())
        + " ("
        + rule.position()
        + "): "
        + (step.matched()
            ? "matches"
            : "no, " + step.failed().map(Criterion::text).orElse("it can match nothing"));
  }

  /** A rule, the sets it asked, and whether it went on to the next rule unfinished. */
  private static String text(Step step) {
    StringBuilder out = new StringBuilder(step.place().toString());
    for (Step.Consulted set : step.sets()) {
      out.append(out.indexOf(":") < 0 ? ": " : ", ").append(set.set());
      out.append(set.found() ? " has it" : " does not have it");
    }
    return out.toString();
  }

  static String name(Action action) {
    String name = action.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String join(Iterable<?> values) {
    StringBuilder out = new StringBuilder();
    for (Object value : values) {
      out.append(out.length() == 0 ? "" : ", ").append(value);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
