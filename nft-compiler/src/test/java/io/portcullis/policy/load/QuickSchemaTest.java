package io.portcullis.policy.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** What is told without a pattern is what the patterns tell. */
final class QuickSchemaTest {

  private static final long SEED = 20_261_129;
  private static final String LETTERS = "truefalsnTRUEN01.9-+eEinfa/:$~{} x";

  private final ScalarResolver quick = new QuickSchema().getScalarResolver();
  private final ScalarResolver patterns = new JsonSchema().getScalarResolver();

  @Test
  void valuesAreWhatThePatternsSay() {
    List<String> values =
        List.of(
            "",
            "true",
            "false",
            "null",
            "~",
            "0",
            "-1",
            "1.5",
            "-.inf",
            ".nan",
            "1e9",
            "12345678",
            "10.0.0.0/8",
            "::/0",
            "2001:db8::/32",
            "10.0.0.1",
            "falsehood",
            "nullable",
            "trues",
            "infinity",
            "${A/b}",
            "${A:-/x}",
            "/",
            "1/2",
            "-1/2",
            "UDP",
            "GlobalNetworkPolicy");
    values.forEach(this::isTheSame);
  }

  @Test
  void soAreRandomOnes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 200_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      isTheSame(value.toString());
    }
  }

  private void isTheSame(String value) {
    for (boolean implicit : new boolean[] {true, false}) {
      assertEquals(
          patterns.resolve(value, implicit),
          quick.resolve(value, implicit),
          () -> "'" + value + "', implicit " + implicit + ", seed " + SEED);
    }
  }
}
