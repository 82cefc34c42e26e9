package io.portcullis.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.agent.Desired;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision.Reason;
import io.portcullis.policy.resolve.HostLink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example as a user loads it, without a kernel. */
class ExampleTest {

  private static final List<HostLink> LINKS =
      List.of(new HostLink("eth0", List.of()), new HostLink("eth1", List.of()));

  @Test
  void itLoadsWithoutFindings() {
    Desired desired = desired("node1");

    assertThat(desired.findings()).isEmpty();
    assertThat(desired.compiled().policy().interfaces()).containsOnlyKeys("eth0");
    assertThat(desired.compiled().policy().wildcard()).isEmpty();
  }

  @Test
  void itsThreeRulesAreOutcomesOfTheRuleset() {
    assertThat(desired("node1").compiled().outcomes())
        .filteredOn(outcome -> outcome.rule().isPresent())
        .extracting(
            outcome -> outcome.reason() + " " + outcome.rule().orElseThrow().policy(),
            outcome -> outcome.rule().orElseThrow().index())
        .contains(
            org.assertj.core.groups.Tuple.tuple(Reason.ALLOW + " office-to-nodeports", 0),
            org.assertj.core.groups.Tuple.tuple(Reason.ALLOW + " office-to-nodeports", 1),
            org.assertj.core.groups.Tuple.tuple(Reason.DENY + " deny-rest", 0));
  }

  @Test
  void anotherNodeIsToldThatNothingIsForIt() {
    assertThat(desired("node9").findings())
        .singleElement()
        .asString()
        .contains("10-endpoint.yaml", "node1");
  }

  private static Desired desired(String node) {
    return Desired.of(
        PolicyFiles.read(List.of(Examples.NODEPORTS)), node, LINKS, DataplaneSettings.defaults());
  }
}
