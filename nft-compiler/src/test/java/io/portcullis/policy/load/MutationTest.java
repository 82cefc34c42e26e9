package io.portcullis.policy.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a text, it is read, or refused as invalid policy. */
class MutationTest {

  private static final int ROUNDS = 20_000;
  private static final List<String> PIECES =
      List.of(
          "&a ",
          "*a",
          "<<: *a",
          "!!binary ",
          "? ",
          ": ",
          "- ",
          "[",
          "]",
          "{",
          "}",
          "|\n",
          ">-\n",
          "'",
          "\"",
          "\\",
          "%YAML 9.9\n",
          "---\n",
          "...\n",
          "\t",
          "\0",
          "\u0085",
          "\ufeff",
          "\ud83d\ude00",
          "~",
          "null",
          "!!set",
          "!<tag:x>",
          "0x1F",
          "1e400",
          ".inf",
          "#",
          "@",
          "`",
          "::",
          "/",
          "=");

  @Test
  void mutatedTextsAreReadOrRefused() {
    List<String> texts = new ArrayList<>();
    ValidationCases.all().forEach(rule -> rule.cases().forEach(c -> texts.add(c.text())));
    texts.removeIf(text -> text.length() > 4_000);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        mutate(text, texts, random);
      }
      try {
        PolicyLoader.load(List.of(new SourceText("m.yaml", text.toString())));
      } catch (InvalidPolicyException e) {
        refused++;
        assertThat(e.problems()).as("seed %d: %s", seed, text).isNotEmpty();
        assertThat(e.problems())
            .as("seed %d: %s", seed, text)
            .allSatisfy(p -> assertThat(p.toString()).startsWith("m.yaml:").doesNotContain("\n "));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", text:\n" + text, e);
      }
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1);
  }

  private static void mutate(StringBuilder text, List<String> texts, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(6));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.replace(at, end, Character.toString(random.nextInt(0x3000)));
      default -> text.append(texts.get(random.nextInt(texts.size())));
    }
  }

  @Test
  void aliasesDoNotMultiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 {x: y}\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(ValidationTest.problems(bomb.toString())).isNotEmpty();
    StringBuilder items = new StringBuilder("kind: List\napiVersion: v1\nitems: &i\n");
    items.append("- {kind: List, apiVersion: v1, items: *i}\n".repeat(40));
    assertThat(ValidationTest.problems(items.toString())).isNotEmpty();
  }

  @Test
  void nestingDoesNotOverflow() {
    for (String open : List.of("[", "{a: ", "- ", "? ", "[{a: ")) {
      assertThat(ValidationTest.problems(open.repeat(200_000))).as(open).hasSize(1);
    }
    assertThat(ValidationTest.problems("a: &a [*a]\n")).isNotEmpty();
    assertThat(ValidationTest.problems("order: " + "1".repeat(1_000_000) + "x")).isNotEmpty();
  }
}
