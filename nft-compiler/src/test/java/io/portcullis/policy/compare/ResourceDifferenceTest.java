package io.portcullis.policy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.load.PolicyLoader;
import io.portcullis.policy.load.SourceText;
import io.portcullis.policy.resource.Resources;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceDifferenceTest {

  private static final String SET =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkSet
      metadata: {name: office, labels: {who: office}}
      spec: {nets: [198.51.100.0/24, 203.0.113.0/24]}
      """;

  private static final String POLICY =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata: {name: p}
      spec:
        order: 10
        selector: all()
        preDNAT: true
        applyOnForward: true
        ingress:
        - {action: Allow, source: {selector: who == 'office'}}
        - {action: Deny}
      """;

  private static Resources load(String name, String... documents) {
    return PolicyLoader.load(List.of(new SourceText(name, String.join("---\n", documents))));
  }

  private static List<ResourceChange> between(String before, String after) {
    return ResourceDifference.between(load("old.yaml", SET, before), load("new.yaml", SET, after));
  }

  @Test
  void whereAResourceStandsDoesNotMatter() {
    assertThat(
            ResourceDifference.between(
                load("old.yaml", SET, POLICY), load("new.yaml", POLICY, "# moved\n" + SET)))
        .isEmpty();
  }

  @Test
  void addedAndRemovedWithTheirPlaces() {
    List<ResourceChange> changes =
        ResourceDifference.between(load("old.yaml", SET), load("new.yaml", POLICY));

    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).how()).isEqualTo(ResourceChange.How.ADDED);
    assertThat(changes.get(0).kind()).isEqualTo("GlobalNetworkPolicy");
    assertThat(changes.get(0).position()).hasToString("new.yaml:1:1");
    assertThat(changes.get(1).how()).isEqualTo(ResourceChange.How.REMOVED);
    assertThat(changes.get(1).name()).isEqualTo("office");
    assertThat(changes.get(1).position()).hasToString("old.yaml:1:1");
  }

  @Test
  void changedFieldsAndRules() {
    String after =
        POLICY
            .replace("order: 10", "order: 20")
            .replace("- {action: Deny}", "- {action: Log}\n  - {action: Deny}");

    assertThat(between(POLICY, after))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.details())
                    .containsExactly("order: 10 -> 20", "rule 1 added, new.yaml:16:5"));
    assertThat(between(after, POLICY))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.details())
                    .containsExactly("order: 20 -> 10", "rule 1 removed, was at old.yaml:16:5"));
    assertThat(between(POLICY, POLICY.replace("Allow", "Pass")))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.details()).containsExactly("rule 0 changed, new.yaml:15:5"));
  }

  @Test
  void membersOfSetsAreCounted() {
    Resources before = load("old.yaml", SET);
    Resources after = load("new.yaml", SET.replace("203.0.113.0/24", "10.0.0.0/8, 10.1.0.0/16"));

    assertThat(ResourceDifference.between(before, after))
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.details())
                    .containsExactly(
                        "nets: 2 added (10.0.0.0/8, 10.1.0.0/16), 1 removed (203.0.113.0/24)"));
  }
}
