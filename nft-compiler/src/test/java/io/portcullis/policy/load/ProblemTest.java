package io.portcullis.policy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file quotes stays on the line that it is quoted in. */
class ProblemTest {

  @Test
  void aValueOfSeveralLinesIsToldInOne() {
    SourceText text =
        new SourceText(
            "net.yaml",
            """
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkSet
            metadata: {name: n}
            spec: {nets: ["10.0.0.0/8\\nERROR all is well\\e[2J"]}
            """);

    InvalidPolicyException refused =
        catchThrowableOfType(InvalidPolicyException.class, () -> PolicyLoader.load(List.of(text)));

    assertThat(refused.problems())
        .singleElement()
        .asString()
        .startsWith("net.yaml:4:")
        .contains("10.0.0.0/8\\nERROR all is well\\u001b[2J")
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void aTextWithVeryManyIsRefusedAndOfEachDocumentSomethingIsKept() {
    String document =
        "---\napiVersion: projectcalico.org/v3\nkind: GlobalNetworkSet\nmetadata: {name: s%d}\n"
            + "x:\ny:\nz:\n".repeat(200);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append(document.formatted(i));
    }
    PolicyLoader loader = new PolicyLoader();

    assertThat(problems(loader, text.toString())).hasSize(Problems.MAX);
    // The first two are mended, so that the others are where they were and not read again.
    int third = text.indexOf("---\n", text.indexOf("{name: s1}"));
    String mended = text.substring(0, third).replaceAll("[xyz]:", "#") + text.substring(third);
    assertThat(problems(loader, mended))
        .anySatisfy(problem -> assertThat(problem.position().line()).isGreaterThan(2 * 604));
  }

  @Test
  void whatIsMadeOfMoreThanItMayBeIsRefusedWhereThatBegins() {
    LoadBounds bounds = new LoadBounds(100, 10);
    PolicyLoader loader = new PolicyLoader(bounds);

    assertThat(problems(loader, "[" + "a,".repeat(200) + "]"))
        .singleElement()
        .asString()
        .contains("many.yaml:1:")
        .contains("this is made of more than 100 values");
    assertThat(problems(loader, "---\n".repeat(150)))
        .singleElement()
        .asString()
        .contains("more than 100 values");
    // Each document has as much for itself, if they are not too many.
    assertThat(loader.next(List.of(new SourceText("many.yaml", sets(10)))).networkSets())
        .hasSize(10);
    assertThat(problems(loader, sets(30))).isNotEmpty();
  }

  private static String sets(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("---\napiVersion: projectcalico.org/v3\nkind: GlobalNetworkSet\n")
          .append("metadata: {name: s" + i + "}\nspec: {nets: []}\n");
    }
    return text.toString();
  }

  private static List<Problem> problems(PolicyLoader loader, String text) {
    return catchThrowableOfType(
            InvalidPolicyException.class,
            () -> loader.next(List.of(new SourceText("many.yaml", text))))
        .problems();
  }
}
