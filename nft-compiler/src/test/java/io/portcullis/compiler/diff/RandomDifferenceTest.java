package io.portcullis.compiler.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.RandomPackets;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.DataplaneSettings.ConntrackInvalid;
import io.portcullis.policy.effective.DataplaneSettings.FailsafeScope;
import io.portcullis.policy.effective.DataplaneSettings.Loopback;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random pairs of policies: a packet's verdict differs if, and only if, a region says so. */
class RandomDifferenceTest {

  private static final int PAIRS = 60;
  private static final int PACKETS = 400;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void exactlyThePacketsOfTheRegionsDiffer(long seed) {
    Random random = new Random(seed);
    RandomPolicies policies = new RandomPolicies(seed);
    RandomPackets packets = new RandomPackets(seed);
    int differing = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      EffectivePolicy shared = policies.policy();
      NodePolicy before = node(random, policies, shared);
      NodePolicy after = node(random, policies, shared);
      PacketDifference difference =
          PolicyComparison.compare(before, after, true, List.of(), PolicyComparison.DEFAULT_LIMIT);
      String which = "seed " + seed + " pair " + pair;
      difference.allowed().forEach(change -> holds(which, change, true, false));
      difference.denied().forEach(change -> holds(which, change, false, true));
      for (PacketChange change : difference.attributed()) {
        holds(which, change, change.before().drops(), change.before().drops());
        assertThat(change.before()).as(which).isNotEqualTo(change.after());
      }
      for (int i = 0; i < PACKETS; i++) {
        Packet packet = packets.any();
        boolean old = PlainReading.decide(before, packet).drops();
        boolean now = PlainReading.decide(after, packet).drops();
        assertThat(holding(difference.allowed(), packet))
            .as("%s allowed %s", which, packet)
            .isEqualTo(old && !now ? 1 : 0);
        assertThat(holding(difference.denied(), packet))
            .as("%s denied %s", which, packet)
            .isEqualTo(!old && now ? 1 : 0);
        differing += old == now ? 0 : 1;
      }
    }
    assertThat(differing).as("packets that differ").isGreaterThan(500);
  }

  private static void holds(String which, PacketChange change, boolean old, boolean now) {
    assertThat(change.region().contains(change.sample())).as("%s %s", which, change).isTrue();
    assertThat(change.before().drops()).as("%s %s", which, change).isEqualTo(old);
    assertThat(change.after().drops()).as("%s %s", which, change).isEqualTo(now);
    if (change.before().reason() == Decision.Reason.ESTABLISHED) {
      assertThat(change.sample().state())
          .as("%s %s", which, change)
          .isEqualTo(ConntrackState.ESTABLISHED);
    }
  }

  private static long holding(List<PacketChange> changes, Packet packet) {
    return changes.stream().filter(change -> change.region().contains(packet)).count();
  }

  /** On eth0, on eth1, or as wildcard; sometimes the policy that the other side has, too. */
  private static NodePolicy node(Random random, RandomPolicies policies, EffectivePolicy shared) {
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    if (random.nextInt(5) != 0) {
      interfaces.put("eth0", endpoint(random, policies, shared));
    }
    if (random.nextInt(4) == 0) {
      interfaces.put("eth1", endpoint(random, policies, shared));
    }
    Optional<EndpointBinding> wildcard =
        random.nextInt(3) == 0 ? Optional.of(endpoint(random, policies, shared)) : Optional.empty();
    return new NodePolicy("node1", interfaces, wildcard, settings(random));
  }

  private static EndpointBinding endpoint(
      Random random, RandomPolicies policies, EffectivePolicy shared) {
    EffectivePolicy policy =
        switch (random.nextInt(4)) {
          case 0 -> shared;
          case 1 -> random.nextInt(4) == 0 ? EffectivePolicy.NONE : policies.policy();
          default -> policies.policy();
        };
    return Policies.endpoint("e", policy);
  }

  private static DataplaneSettings settings(Random random) {
    if (random.nextBoolean()) {
      return DataplaneSettings.defaults();
    }
    List<Failsafe> failsafes =
        List.of(
            new Failsafe(6, 30_001, Optional.of(Prefix.parse("10.0.0.0/30"))),
            new Failsafe(17, 30_002, Optional.empty()),
            new Failsafe(6, 65_535, Optional.of(Prefix.parse("2001:db8::4/126"))));
    return new DataplaneSettings(
        failsafes,
        random.nextBoolean() ? FailsafeScope.LOCAL : FailsafeScope.ANY,
        random.nextBoolean() ? Loopback.EXEMPT : Loopback.POLICE,
        random.nextBoolean()
            ? DataplaneSettings.EstablishedFlows.KEEP
            : DataplaneSettings.EstablishedFlows.POLICE,
        random.nextBoolean() ? ConntrackInvalid.DROP : ConntrackInvalid.CONTINUE,
        true);
  }
}
