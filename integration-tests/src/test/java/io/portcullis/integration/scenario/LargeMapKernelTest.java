package io.portcullis.integration.scenario;

import static io.portcullis.integration.scenario.Yaml.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps so large that their elements give verdicts themselves, and count. */
final class LargeMapKernelTest extends Scenario {

  private static final int LARGE = 1_100;
  private static final int LARGER = 5_000;

  @Test
  void hitsOfARuleSurviveEachWayItsElementsCanGo() throws Exception {
    String home = topology.office().v4().toString().replaceAll("\\.\\d+$", ".0/24");

    node.apply(allowing(home, LARGE));
    assertThat(listed()).contains("comment \"rule-default-open-0\" : accept").contains("counter");
    assertThat(listed()).doesNotContain("chain rule-default-open-0");
    hit();
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(1);

    // One more: nothing that is there is touched.
    node.apply(allowing(home, LARGE + 1));
    hit();
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(2);

    // Without the element that counted: the rule keeps what it has.
    node.apply(allowing("10.255.0.0/24", LARGE));
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(2);
    assertThat(node.nft("list", "counters")).contains("counter rule-default-open-0");

    // So many that the map is made anew, with the element again; then anew, with its count.
    node.apply(allowing(home, LARGER));
    hit();
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(3);
    node.apply(allowing(home, LARGE));
    hit();
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(4);

    // So few that the rule has a chain; and many again.
    node.apply(allowing(home, 20));
    hit();
    assertThat(listed()).contains(": goto rule-default-open-0");
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(5);
    node.apply(allowing(home, LARGE));
    hit();
    assertThat(node.decidedEverBy("open", 0)).isEqualTo(6);
  }

  @Test
  void theCounterOfARuleThatIsNoMoreGoes() throws Exception {
    String home = topology.office().v4().toString().replaceAll("\\.\\d+$", ".0/24");
    node.apply(allowing(home, LARGE));
    hit();
    node.apply(allowing("10.255.0.0/24", LARGE));
    assertThat(node.nft("list", "counters")).contains("counter rule-default-open-0");

    node.apply(ETH0 + DENY_REST);

    assertThat(node.nft("list", "counters")).doesNotContain("rule-default-open-0");
  }

  @Test
  void withoutCountersElementsAreNothingButVerdicts() throws Exception {
    String home = topology.office().v4().toString().replaceAll("\\.\\d+$", ".0/24");

    node.apply(allowing(home, LARGE), Settings.withoutCounters());

    assertThat(listed()).doesNotContain("counter").doesNotContain("comment \"rule");
    hit();
    lab.expect(Flow.of(outside, node1, 8080).overTcp().isSilent());
  }

  private String listed() {
    return node.nft("list", "table", "inet", Node.TABLE);
  }

  private void hit() throws Exception {
    lab.expect(Flow.of(office, node1, 8080).overTcp().reaches(node1));
  }

  /** A policy that opens a port to a net, and to many others that nobody has. */
  private static String allowing(String home, int nets) {
    String others =
        IntStream.range(0, nets)
            .mapToObj(i -> "10." + i / 100 + "." + 2 * (i % 100) + ".0/24")
            .collect(Collectors.joining(", "));
    return ETH0
        + networkSet("many", "net: many", home + ", " + others)
        + policy(
            "open",
            10,
            "{action: Allow, protocol: TCP, source: {selector: net == \"many\"},"
                + " destination: {ports: [8080]}}")
        // Each flow is tried over IPv6 too.
        + policy(
            "six",
            20,
            "{action: Allow, protocol: TCP, source: {nets: [\"2001:db8:51::/64\"]},"
                + " destination: {ports: [8080]}}")
        + DENY_REST;
  }
}
