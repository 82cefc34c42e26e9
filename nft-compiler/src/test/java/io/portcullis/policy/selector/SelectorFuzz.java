package io.portcullis.policy.selector;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What the fuzzer calls: takes its input for a selector. Parsing throws nothing but {@link
 * SelectorException}, with a place in the text; and what was parsed, written in its canonical form
 * and parsed again, selects the same, and is then canonical but for double negations: those of
 * {@code !(!has(a))} are written, as Calico writes them, and not read.
 */
public final class SelectorFuzz {

  private static final List<Map<String, String>> OBJECTS =
      List.of(
          Map.of(),
          Map.of("a", "b"),
          Map.of("a", "", "b", "a"),
          Map.of("role", "node", "who", "office", "a/b", "c"));

  private SelectorFuzz() {}

  /** One run. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Selector selector;
    try {
      selector = Selector.parse(text);
    } catch (SelectorException e) {
      if (e.offset() < 0 || e.offset() > text.length()) {
        throw new IllegalStateException("a fault at " + e.offset() + " of " + text.length(), e);
      }
      return;
    }
    Selector again = Selector.parse(selector.canonical());
    String canonical = Selector.parse(again.canonical()).canonical();
    if (!canonical.equals(again.canonical())) {
      throw new IllegalStateException(again.canonical() + " is parsed as " + canonical);
    }
    for (Map<String, String> labels : OBJECTS) {
      if (again.matches(labels) != selector.matches(labels)) {
        throw new IllegalStateException(text + " selects otherwise in its canonical form");
      }
    }
  }
}
