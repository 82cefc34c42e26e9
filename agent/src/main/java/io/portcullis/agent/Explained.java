package io.portcullis.agent;

import io.portcullis.compiler.explain.Explainer;
import io.portcullis.compiler.explain.Explanation;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a packet, with what else was asked for.
 *
 * @param explanation of it
 * @param hits what the kernel counted, if that was asked for
 * @param whyNot a line for each rule that was asked about
 */
public record Explained(Explanation explanation, Optional<HitCounter> hits, List<String> whyNot) {

  public Explained {
    whyNot = List.copyOf(whyNot);
  }

  /**
   * Explains a packet.
   *
   * @param whyNot policies and rules to say why they did not decide, as {@link WhyNotQuestion}
   *     takes them
   * @param hits whether to ask the kernel of the thread's network namespace
   * @throws IllegalArgumentException if there is no such policy or rule
   */
  public static Explained of(Desired desired, Packet packet, List<String> whyNot, boolean hits) {
    List<String> lines =
        whyNot.stream()
            .flatMap(one -> WhyNotQuestion.answers(desired.resolved(), packet, one).stream())
            .toList();
    Explanation explanation = Explainer.explain(desired.compiled(), packet);
    return new Explained(
        explanation,
        hits
            ? Optional.of(HitCounter.read(desired.compiled(), explanation.decision()))
            : Optional.empty(),
        lines);
  }

  /** For people: several lines, the first gives the decision. */
  public String text() {
    StringBuilder out = new StringBuilder(explanation.text());
    hits.ifPresent(
        of ->
            out.append("  hits: ")
                .append(
                    of.packets()
                        .map(packets -> packets + " packets")
                        .orElseGet(() -> "not known: " + of.why()))
                .append('\n'));
    if (!whyNot.isEmpty()) {
      out.append("  why not:\n");
      whyNot.forEach(line -> out.append("    ").append(line).append('\n'));
    }
    return out.toString();
  }

  /** For JSON. */
  public Map<String, Object> tree() {
    Map<String, Object> out = explanation.toTree();
    hits.ifPresent(
        of ->
            of.packets()
                .ifPresentOrElse(
                    packets -> out.put("hits", packets), () -> out.put("hitsUnknown", of.why())));
    if (!whyNot.isEmpty()) {
      out.put("whyNot", whyNot);
    }
    return out;
  }
}
