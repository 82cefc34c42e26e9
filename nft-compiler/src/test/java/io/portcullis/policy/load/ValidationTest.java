package io.portcullis.policy.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of validation, by its file of cases. */
class ValidationTest {

  static Stream<ValidationCases.Case> cases() {
    return ValidationCases.all().stream().flatMap(rule -> rule.cases().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isAcceptedOrRefusedExactlySo(ValidationCases.Case example) {
    assertThat(problems(example.text())).as(example.toString()).isEqualTo(example.problems());
  }

  static List<String> problems(String text) {
    try {
      PolicyLoader.load(List.of(new SourceText("p.yaml", text)));
      return List.of();
    } catch (InvalidPolicyException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  @Test
  void everyRuleHasGoodAndBadCases() {
    List<ValidationCases> all = ValidationCases.all();
    for (ValidationCases rule : all) {
      assertThat(rule.cases()).as(rule.rule()).anyMatch(c -> !c.problems().isEmpty());
      assertThat(rule.cases()).as(rule.rule()).anyMatch(c -> c.problems().isEmpty());
    }
    System.out.println("validation: " + all.size() + " rules, " + cases().count() + " cases");
    assertThat(all).hasSizeGreaterThanOrEqualTo(50);
  }
}
