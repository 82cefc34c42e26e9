package io.portcullis.policy.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.packet.Packet;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the resolver makes of resources, against a reading of the raw fields. */
class RawOracleTest {

  private static final int WORLDS = 2_000;
  private static final int PACKETS = 40;
  private static final DataplaneSettings SETTINGS =
      new DataplaneSettings(
          List.of(),
          DataplaneSettings.FailsafeScope.LOCAL,
          DataplaneSettings.Loopback.EXEMPT,
          DataplaneSettings.EstablishedFlows.KEEP,
          DataplaneSettings.ConntrackInvalid.CONTINUE,
          true);

  @Test
  void rulesMatchWhatTheirRawFieldsSay() {
    long seed = new Random().nextLong();
    int hits = 0;
    for (int world = 0; world < WORLDS; world++) {
      RandomResources random = new RandomResources(seed + world);
      Resources resources = random.resources();
      RawOracle oracle = new RawOracle(resources);
      RuleBoxes boxes = new RuleBoxes(new Members(resources));
      for (GlobalNetworkPolicy policy : resources.policies()) {
        for (Rule rule : policy.ingress()) {
          List<MatchBox> of = boxes.of(rule);
          for (int i = 0; i < PACKETS; i++) {
            Packet packet = random.packet();
            boolean excludesPorts =
                !rule.source().notPorts().isEmpty() || !rule.destination().notPorts().isEmpty();
            if (packet.protocol() < 0 && excludesPorts) {
              continue; // not said for what has no protocol that can be told
            }
            long held = of.stream().filter(box -> PlainReading.holds(box, packet)).count();
            boolean expected = oracle.matches(rule, packet);
            hits += expected ? 1 : 0;
            assertThat(held)
                .as("seed %d: %s on %s, boxes %s", seed + world, rule, packet, of)
                .isEqualTo(expected ? 1 : 0);
          }
        }
      }
    }
    assertThat(hits).as("packets that some rule matched").isGreaterThan(10_000);
  }

  @Test
  void boxesAreWellFormed() {
    long seed = new Random().nextLong();
    for (int world = 0; world < WORLDS; world++) {
      Resources resources = new RandomResources(seed + world).resources();
      RuleBoxes boxes = new RuleBoxes(new Members(resources));
      for (GlobalNetworkPolicy policy : resources.policies()) {
        for (Rule rule : policy.ingress()) {
          for (MatchBox box : boxes.of(rule)) {
            int[] protocols = box.protocols().toArray();
            boolean ports = protocols.length == 1 && ProtocolSet.hasPorts(protocols[0]);
            boolean icmp =
                protocols.length == 1
                    && protocols[0] == (box.family().bits() == 32 ? 1 : ProtocolSet.ICMPV6);
            assertThat(ports || (box.sourcePorts().isAll() && box.destinationPorts().isAll()))
                .as("seed %d: ports of %s", seed + world, box)
                .isTrue();
            assertThat(icmp || box.icmp().isAll())
                .as("seed %d: icmp of %s", seed + world, box)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void policiesDecideAsInTheSpecification() {
    long seed = new Random().nextLong();
    for (int world = 0; world < WORLDS; world++) {
      RandomResources random = new RandomResources(seed + world);
      Resources resources = random.resources();
      RawOracle oracle = new RawOracle(resources);
      NodePolicy node = PolicyResolver.resolve(resources, "n", List.of(), SETTINGS).policy();
      assertThat(node.interfaces()).containsOnlyKeys("eth0");
      EffectivePolicy policy = node.interfaces().values().iterator().next().policy();
      for (int i = 0; i < PACKETS; i++) {
        Packet packet = random.packet();
        if (packet.protocol() < 0
            || (packet.family().bits() == 128 && packet.protocol() == ProtocolSet.ICMPV6)) {
          continue;
        }
        Decision decision = PlainReading.decide(node, packet);
        String expected = oracle.verdict(resources.hostEndpoints().get(0), packet);
        assertThat(text(decision))
            .as("seed %d: %s under %s", seed + world, packet, policy)
            .isEqualTo(expected);
      }
    }
  }

  private static String text(Decision decision) {
    String verdict =
        decision.rule().map(rule -> decision.reason() + " " + text(rule)).orElse("NONE");
    StringBuilder out = new StringBuilder(verdict);
    decision.logs().forEach(log -> out.append(" log ").append(text(log)));
    return out.toString();
  }

  private static String text(RuleId rule) {
    return rule.policy() + " " + rule.index();
  }

  @Test
  void ruleThatCanMatchNothingHasNoBoxes() {
    Resources none = new Resources(List.of(), List.of(), List.of(), List.of(), List.of());
    Rule rule = RulesOf.text("{action: Deny, source: {selector: has(nobody)}}");
    List<MatchBox> boxes = new RuleBoxes(new Members(none)).of(rule);
    assertThat(new EffectiveRule(new RuleId("t", "p", 0, rule.position()), rule.action(), boxes))
        .extracting(EffectiveRule::boxes)
        .isEqualTo(List.of());
  }
}
