package io.portcullis.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.load.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Many sources, changed one after the other, are what a plain map of them is. */
class NamedTextsTest {

  private static final long SEED = 20_261_129;
  private static final int NAMES = 3 * TextBlock.SIZE;

  private static List<SourceText> texts(String name, int number) {
    return number % 5 == 0
        ? List.of()
        : List.of(new SourceText(name + ":a", "a" + number), new SourceText(name + ":b", "b"));
  }

  @Test
  void sourcesComeChangeAndGo() {
    Random random = new Random(SEED);
    TreeMap<String, List<SourceText>> plain = new TreeMap<>();
    NamedTexts texts = NamedTexts.NONE;
    for (int step = 0; step < 4000; step++) {
      String name = "source-%03d".formatted(random.nextInt(NAMES));
      List<SourceText> of = texts(name, random.nextInt(40));
      NamedTexts before = texts;
      texts = texts.with(name, of);
      Map<String, List<SourceText>> expected = new HashMap<>();
      if (!of.equals(plain.getOrDefault(name, List.of()))) {
        expected.put(name, of);
      }
      if (of.isEmpty()) {
        plain.remove(name);
      } else {
        plain.put(name, of);
      }
      Map<String, List<SourceText>> since = new HashMap<>();
      texts.since(before, since::put);

      assertThat(since).as("step %d of seed %d", step, SEED).isEqualTo(expected);
      assertThat(texts.equals(before)).isEqualTo(expected.isEmpty());
      assertThat(texts.getOrDefault(name, List.of())).isEqualTo(of);
    }
    assertThat(texts).isEqualTo(plain).isEqualTo(NamedTexts.of(plain));
    assertThat(new Contents(List.of(), texts).texts())
        .containsExactlyElementsOf(plain.values().stream().flatMap(List::stream).toList());
  }
}
