package io.portcullis.compiler.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The decision model against a plain reading of the same policy. */
final class ServiceModelTest {

  private static final DataplaneSettings ONLY_POLICY =
      new DataplaneSettings(
          List.of(),
          FailsafeScope.LOCAL,
          Loopback.EXEMPT,
          DataplaneSettings.EstablishedFlows.KEEP,
          ConntrackInvalid.CONTINUE,
          false);

  @Test
  void theModelDecidesAsAPlainReadingDoes() {
    int flattened = 0;
    int linear = 0;
    for (long seed = 1; seed <= 300; seed++) {
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      RandomPackets packets = new RandomPackets(seed);
      for (int i = 0; i < 100; i++) {
        Packet packet = packets.fresh();
        Decision wanted = PlainReading.decide(Policies.node(policy, ONLY_POLICY), packet);
        if (wanted.reason() == Decision.Reason.NEIGHBOUR_DISCOVERY) {
          continue;
        }
        ServiceClass service = find(ServiceModel.of(policy, packet.family()), packet);
        RuleOutcome found;
        if (service.onlySource()) {
          SourceTable table = SourceTable.of(service, packet.family());
          found = FewestPrefixesTest.find(table, packet.source());
          flattened++;
        } else {
          found =
              FirstMatch.of(
                  service.rules().stream()
                      .filter(rule -> PlainReading.holds(rule.box(), packet))
                      .toList());
          linear++;
        }
        assertThat(new Decision(found.reason(), found.rule(), found.logs()))
            .as("seed %d, packet %s", seed, packet)
            .isEqualTo(wanted);
      }
    }
    assertThat(flattened).isGreaterThan(1_000);
    assertThat(linear).isGreaterThan(1_000);
  }

  @Test
  void aThousandPortsWithSourcesOfTheirOwnMakeAThousandClassesAndOneMore() {
    List<EffectiveRule> rules = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String source = "10." + i / 256 + "." + i % 256 + ".0/24";
      rules.add(
          Policies.rule(
              "t",
              "p",
              i,
              Action.ALLOW,
              Policies.from(
                  Policies.tcp(Policies.any(Family.V4), 30_000 + 2 * i, 30_000 + 2 * i), source)));
    }
    EffectivePolicy policy =
        Policies.policy(Policies.tier("t", rules.toArray(EffectiveRule[]::new)));

    List<Segment> tcp = segments(ServiceModel.of(policy, Family.V4), ProtocolSet.TCP);

    Set<ServiceClass> classes = new HashSet<>();
    int entries = 0;
    for (Segment segment : tcp) {
      if (classes.add(segment.service())) {
        entries += SourceTable.of(segment.service(), Family.V4).entries().size();
      }
    }
    assertThat(classes).hasSize(1_001);
    assertThat(entries).isEqualTo(1_000);
  }

  @Test
  void aProtocolThatCannotBeToldIsHeldByRulesForAllProtocolsOnly() {
    EffectivePolicy policy =
        Policies.policy(
            Policies.tier(
                "t",
                Policies.rule(
                    "t",
                    "p",
                    0,
                    Action.ALLOW,
                    Policies.protocols(Policies.any(Family.V4), ProtocolSet.of(6).complement())),
                Policies.rule("t", "p", 1, Action.DENY, Policies.any(Family.V4))));

    ServiceModel model = ServiceModel.of(policy, Family.V4);

    assertThat(model.unknown().rules()).hasSize(1);
    assertThat(SourceTable.of(model.unknown(), Family.V4).otherwise().reason())
        .isEqualTo(Decision.Reason.DENY);
  }

  private static ServiceClass find(ServiceModel model, Packet packet) {
    if (packet.protocol() < 0) {
      return model.unknown();
    }
    ServiceClass plain = model.plain().get(packet.protocol());
    if (plain != null) {
      return plain;
    }
    int word =
        ProtocolSet.hasPorts(packet.protocol())
            ? packet.destinationPort()
            : packet.icmpType() << 8 | packet.icmpCode();
    return segments(model, packet.protocol()).stream()
        .filter(segment -> segment.first() <= word && word <= segment.last())
        .findFirst()
        .orElseThrow()
        .service();
  }

  private static List<Segment> segments(ServiceModel model, int protocol) {
    return model.segmented().getOrDefault(protocol, List.of());
  }
}
