package io.portcullis.compiler.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a packet pays for rules that lie within each other does not grow with their number. */
final class NestsTest {

  /** Before policy: established flows, interface, invalid, family, failsafes. */
  private static final int BEFORE = 12;

  /** Rules that a packet tries where classes of sources share what they can. */
  private static final int TRIED = 64;

  private static final int[] SIZES = {100, 1_000, 5_000};

  /** Makes a policy of so many rules. */
  private interface Made {
    EffectivePolicy of(Family family, int policies);
  }

  @ParameterizedTest
  @EnumSource
  void networksWithinNetworksInsideOut(Family family) {
    constant(family, (of, policies) -> Adversary.towers(of, policies, 25));
  }

  @ParameterizedTest
  @EnumSource
  void networksWithinNetworksOutsideIn(Family family) {
    constant(family, (of, policies) -> Adversary.wells(of, policies, 25));
  }

  @ParameterizedTest
  @EnumSource
  void portRangesWithinPortRanges(Family family) {
    constant(family, Adversary::onion);
  }

  /** Ports amid sources multiply in every order; stages and shared rules hold them all the same. */
  @ParameterizedTest
  @EnumSource
  void portsAmidSources(Family family) {
    for (int policies : new int[] {100, 1_000}) {
      EffectivePolicy policy = Adversary.comb(family, policies);

      assertThat(worst(family, policy)).isLessThan(BEFORE + 8 * TRIED);
    }
  }

  private static void constant(Family family, Made made) {
    for (int policies : SIZES) {
      EffectivePolicy policy = made.of(family, policies);

      assertThat(worst(family, policy)).as("%d policies", policies).isLessThan(BEFORE + TRIED);
    }
  }

  /** The most rules that a packet at the corners of policy meets, which fares as policy reads. */
  private static int worst(Family family, EffectivePolicy policy) {
    CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));
    assertThat(StagePlan.of(ServiceModel.boxes(policy, family), family, StageBounds.DEFAULT))
        .extracting(Stage::kind)
        .doesNotContain(Stage.Kind.LINEAR);
    RulesetInterpreter interpreter = new RulesetInterpreter(compiled.ruleset());
    int worst = 0;
    for (Packet packet : corners(family, policy)) {
      Interpretation run = interpreter.run(packet);
      worst = Math.max(worst, met(compiled.ruleset(), run));
      assertThat(run.dropped())
          .as("%s", packet)
          .isEqualTo(PlainReading.decide(compiled.policy(), packet).drops());
    }
    return worst;
  }

  /** How many rules a packet met, those that broke off included; each looks up one set at most. */
  private static int met(Ruleset ruleset, Interpretation run) {
    Map<String, Integer> next = new HashMap<>();
    int met = 0;
    String current = "";
    for (Place place : run.path()) {
      if (!place.chain().equals(current) && next.containsKey(place.chain())) {
        // A chain was left at its end.
        met += ruleset.rulesOf(current).size() - next.getOrDefault(current, 0);
      }
      met += place.ruleIndex() + 1 - next.getOrDefault(place.chain(), 0);
      next.put(place.chain(), place.ruleIndex() + 1);
      current = place.chain();
    }
    return met;
  }

  /** Sources and ports at the bounds of rules, some of each size, and a source of none. */
  private static Set<Packet> corners(Family family, EffectivePolicy policy) {
    List<EffectiveRule> rules = policy.tiers().get(0).rules();
    Set<Packet> out = new LinkedHashSet<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < rules.size(); i += 1 + rules.size() / 20) {
      PortSet.Range range = rules.get(i).boxes().get(0).destinationPorts().ranges().get(0);
      ports.addAll(List.of(range.first(), range.last(), Math.max(0, range.first() - 1)));
    }
    for (int i = 0; i < rules.size(); i += 1 + rules.size() / 50) {
      MatchBox box = rules.get(i).boxes().get(0);
      ports.forEach(port -> out.add(packet(box.source().first(0), port)));
    }
    String nobody = family == Family.V4 ? "203.0.113.9" : "2001:db8:ffff::9";
    ports.forEach(port -> out.add(packet(Address.parse(nobody), port)));
    return out;
  }

  private static Packet packet(Address from, int port) {
    Address to = Address.parse(from.family() == Family.V4 ? "192.0.2.1" : "2001:db8:ff::1");
    return new Packet("eth0", 6, from, to, 40_000, port, 0, 0, ConntrackState.NEW, false);
  }

  /** Hits are counted, or not; nothing else may differ. */
  @ParameterizedTest
  @EnumSource
  void theyAreProvenAndSmall(Family family) {
    for (EffectivePolicy policy :
        List.of(
            Adversary.towers(family, 1_000, 25),
            Adversary.wells(family, 1_000, 25),
            Adversary.onion(family, 1_000),
            Adversary.comb(family, 400))) {
      CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));

      assertThat(Proof.check(compiled)).isInstanceOf(ProofResult.Proven.class);
      long input = StagePlan.input(ServiceModel.boxes(policy, family), family);
      long rules =
          compiled.ruleset().rules().values().stream().mapToLong(List<NftRule>::size).sum();
      // Each rule of policy has a chain with a rule that counts.
      assertThat(
              SizeReport.elements(compiled.ruleset())
                  + rules
                  - policy.tiers().get(0).rules().size())
          .as("input %d", input)
          .isLessThan(16 * input + 256 + 3_000);
    }
  }
}
