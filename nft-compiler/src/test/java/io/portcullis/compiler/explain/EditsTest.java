package io.portcullis.compiler.explain;

import static io.portcullis.compiler.Policies.any;
import static io.portcullis.compiler.Policies.node;
import static io.portcullis.compiler.Policies.policy;
import static io.portcullis.compiler.Policies.rule;
import static io.portcullis.compiler.Policies.tcp;
import static io.portcullis.compiler.Policies.tier;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EditsTest {

  private static final MatchBox V4 = any(Family.V4);

  private static final EffectivePolicy OFFICE =
      policy(
          tier(
              "default",
              rule(
                  "default",
                  "office",
                  0,
                  Action.ALLOW,
                  Policies.from(tcp(V4, 30080, 30080), "10.0.0.0/8")),
              rule("default", "rest", 1, Action.DENY, V4, any(Family.V6))));

  private static Packet tcpPacket(String from, int port, ConntrackState state, boolean local) {
    return new Packet(
        "eth0",
        6,
        Address.parse(from),
        Address.parse("192.0.2.1"),
        40_000,
        port,
        0,
        0,
        state,
        local);
  }

  private static Packet fresh(String from, int port) {
    return tcpPacket(from, port, ConntrackState.NEW, true);
  }

  private static Edit nearest(EffectivePolicy policy, Packet packet) {
    return Edits.nearest(node(policy), packet).orElseThrow();
  }

  @Test
  void aDeniedSourceIsAddedToTheRuleThatAllowsItsPort() {
    Edit edit = nearest(OFFICE, fresh("203.0.113.7", 30080));

    assertThat(edit.how()).isEqualTo(Edit.How.WIDEN);
    assertThat(edit.what())
        .isEqualTo(
            "let rule 0 of policy office (Allow) match, too, source 203.0.113.7/32: add it to a"
                + " network set that source.selector selects, if it has one, and to source.nets,"
                + " if it has any");
    assertThat(edit.position()).hasToString("Optional[p.yaml:1:5]");
  }

  @Test
  void aDeniedPortIsAddedToTheRuleThatAllowsItsSource() {
    assertThat(nearest(OFFICE, fresh("10.1.2.3", 30081)).what())
        .contains("rule 0 of policy office (Allow)", "destination port 30081");
  }

  @Test
  void whatTwoCriteriaKeepOutIsExceptedFromTheDeny() {
    Edit edit = nearest(OFFICE, fresh("203.0.113.7", 30081));

    assertThat(edit.how()).isEqualTo(Edit.How.NARROW);
    assertThat(edit.what()).startsWith("except source 203.0.113.7/32 from rule 1 of policy rest");
  }

  @Test
  void anAllowedPacketIsExceptedFromItsAllow() {
    Edit edit = nearest(OFFICE, fresh("10.1.2.3", 30080));

    assertThat(edit.how()).isEqualTo(Edit.How.NARROW);
    assertThat(edit.what()).startsWith("except source 10.1.2.3/32 from rule 0 of policy office");
  }

  @Test
  void aRuleIsAddedWhereNoOtherEditDoes() {
    EffectivePolicy allowing =
        policy(tier("default", rule("default", "p", 0, Action.ALLOW, tcp(V4, 80, 80))));

    assertThat(nearest(allowing, fresh("10.0.0.1", 80)).what())
        .isEqualTo(
            "add a rule before rule 0 of policy p: Deny TCP to port 80 from source 10.0.0.1/32");
    assertThat(nearest(allowing, fresh("10.0.0.1", 81)).what())
        .isEqualTo("add a rule before all others: Deny TCP to port 81 from source 10.0.0.1/32");
  }

  @Test
  void theConfigurationWhereItDecides() {
    assertThat(nearest(OFFICE, fresh("203.0.113.7", 22)).what())
        .isEqualTo("take TCP 22 out of failsafes");
    Packet invalid = tcpPacket("10.0.0.1", 30080, ConntrackState.INVALID, true);
    assertThat(nearest(OFFICE, invalid).what()).isEqualTo("set conntrackInvalid to continue");
    Packet denied = tcpPacket("203.0.113.7", 1, ConntrackState.INVALID, true);
    assertThat(Edits.nearest(node(OFFICE), denied)).as("denied by policy, too").isEmpty();
  }

  @Test
  void nothingIsProposedForWhatPolicyIsNotAskedAbout() {
    Packet established = tcpPacket("203.0.113.7", 1, ConntrackState.ESTABLISHED, true);

    assertThat(Edits.nearest(node(OFFICE), established)).isEmpty();
  }

  @Test
  void everyPolicyDecisionHasAnEditAndTheSmallestKindsAreFound() {
    long seed = 5;
    RandomPolicies policies = new RandomPolicies(seed);
    RandomPackets packets = new RandomPackets(seed);
    Set<Edit.How> found = EnumSet.noneOf(Edit.How.class);
    for (int i = 0; i < 2_000; i++) {
      NodePolicy node = node(policies.policy());
      Packet packet = packets.fresh();
      Decision decision = PlainReading.decide(node, packet);
      Optional<Edit> edit = Edits.nearest(node, packet);
      edit.ifPresent(of -> found.add(of.how()));
      switch (decision.reason()) {
        case ALLOW, DENY, NO_MATCH ->
            assertThat(edit).as("seed %d case %d %s", seed, i, packet).isPresent();
        default -> {
          // Most of these have none.
        }
      }
    }
    assertThat(found).contains(Edit.How.WIDEN, Edit.How.NARROW, Edit.How.ADD);
  }

  @Test
  void whyARuleDidNotDecide() {
    NodePolicy node = node(OFFICE);

    assertThat(WhyNot.lines(node, fresh("203.0.113.7", 30081), "office", OptionalInt.empty()))
        .containsExactly(
            "rule 0 of policy office (Allow, p.yaml:1:5): does not match: destination port 30081"
                + " is not in 30080; source 203.0.113.7 is not in [10.0.0.0/8]");
    assertThat(WhyNot.lines(node, fresh("10.0.0.1", 30080), "rest", OptionalInt.of(1)))
        .containsExactly(
            "rule 1 of policy rest (Deny, p.yaml:2:5): not asked, since rule 0 of policy office"
                + " (Allow, p.yaml:1:5) decides first; it would match");
    assertThat(WhyNot.lines(node, fresh("10.0.0.1", 30080), "office", OptionalInt.empty()))
        .singleElement()
        .asString()
        .endsWith("decides: the packet is allowed by it");
    assertThat(WhyNot.lines(node, fresh("10.0.0.1", 22), "rest", OptionalInt.empty()))
        .containsExactly("policy is not asked about this packet: it continues: failsafe port");
    assertThat(WhyNot.lines(node, fresh("10.0.0.1", 80), "other", OptionalInt.empty()))
        .containsExactly("policy other does not apply to the endpoint of eth0, or has no rules");
    assertThat(WhyNot.lines(node, fresh("10.0.0.1", 80), "rest", OptionalInt.of(7))).isEmpty();
  }

  @Test
  void aPassEndsItsTierOnly() {
    EffectivePolicy passing =
        policy(
            tier(
                "first",
                rule("first", "a", 0, Action.PASS, V4),
                rule("first", "a", 1, Action.DENY, V4)),
            tier("second", rule("second", "b", 2, Action.LOG, V4)));
    NodePolicy node = node(passing);
    Packet packet = fresh("10.0.0.1", 80);

    assertThat(WhyNot.lines(node, packet, "a", OptionalInt.of(1)))
        .singleElement()
        .asString()
        .contains("rule 0 of policy a (Pass, p.yaml:1:5) passes to the next tier first");
    assertThat(WhyNot.lines(node, packet, "b", OptionalInt.empty()))
        .singleElement()
        .asString()
        .endsWith("matches and logs, which decides nothing");
    assertThat(nearest(passing, packet).what())
        .startsWith("except source 10.0.0.1/32 from rule 0 of policy a");
  }
}
