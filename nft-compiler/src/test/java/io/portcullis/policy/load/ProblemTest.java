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
}
