package io.portcullis.cli;

import io.portcullis.compiler.layout.Choice;
import io.portcullis.compiler.layout.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code compile --explain-layout} prints. */
final class LayoutText {

  private LayoutText() {}

  /** For people: a block per choice, what was taken first. */
  static String of(List<Choice> choices) {
    StringBuilder out = new StringBuilder();
    String stage = "";
    for (Choice choice : choices) {
      if (!choice.stage().equals(stage)) {
        stage = choice.stage();
        out.append(stage).append('\n');
      }
      out.append("  ").append(choice.subject()).append('\n');
      line(out, "taken   ", choice.chosen());
      choice.rejected().forEach(shape -> line(out, "rejected", shape));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String word, Shape shape) {
    out.append(
        String.format(
            Locale.ROOT,
            "    %s %6.0f ns, %d maps, %d elements: %s%n",
            word,
            shape.nanoseconds(),
            shape.maps(),
            shape.elements(),
            shape.what()));
  }

  /** For JSON. */
  static Map<String, Object> tree(List<Choice> choices) {
    return Map.of("choices", choices.stream().map(LayoutText::tree).toList());
  }

  private static Map<String, Object> tree(Choice choice) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("stage", choice.stage());
    out.put("subject", choice.subject());
    out.put("taken", tree(choice.chosen()));
    out.put("rejected", choice.rejected().stream().map(LayoutText::tree).toList());
    return out;
  }

  private static Map<String, Object> tree(Shape shape) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("what", shape.what());
    out.put("nanoseconds", Math.round(shape.nanoseconds()));
    out.put("maps", shape.maps());
    out.put("elements", shape.elements());
    return out;
  }
}
