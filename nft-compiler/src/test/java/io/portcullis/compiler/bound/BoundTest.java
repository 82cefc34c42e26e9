package io.portcullis.compiler.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What adversarial policies become is a small multiple of what they are, and is proven. */
final class BoundTest {

  /** Ports of the NodePort range, which each stage may enter one by one. */
  private static final int PORTS = 2_768;

  /** What else the table always holds. */
  private static final int FIXED = 64;

  @ParameterizedTest
  @EnumSource
  void aBlocklistOnAllPortsIsOneStageAndOnceInIt(Family family) {
    EffectivePolicy policy = Adversary.blocklist(family, 2_000, 100);

    CompiledPolicy compiled = bounded(family, policy);

    assertThat(kinds(family, policy)).containsExactly(Stage.Kind.PORT_FIRST, Stage.Kind.PORT_FIRST);
    assertThat(SizeReport.elements(compiled.ruleset())).isLessThan(2 * (2_000 + 100 * 11) + 256);
    assertThat(compiled.ruleset().sets()).hasSizeLessThan(20);
    // Were the stages multiplied, these would be hundreds of thousands.
    assertThat(proven(compiled)).isLessThan(40_000);
  }

  @ParameterizedTest
  @EnumSource
  void anAllowlistAfterPoliciesIsOneStageAndOnceInIt(Family family) {
    EffectivePolicy policy = Adversary.allowlistLast(family, 2_000, 100);

    CompiledPolicy compiled = bounded(family, policy);

    assertThat(SizeReport.elements(compiled.ruleset())).isLessThan(2 * (2_000 + 100 * 11) + 256);
    assertThat(proven(compiled)).isLessThan(40_000);
  }

  @ParameterizedTest
  @EnumSource
  void aBlocklistAmidPoliciesBeforeAPass(Family family) {
    assertThat(proven(bounded(family, Adversary.tiers(family, 100, 10)))).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void portRangesWithinPortRanges(Family family) {
    assertThat(proven(bounded(family, Adversary.ranges(family, 15, 4)))).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void deeplyNestedSources(Family family) {
    assertThat(proven(bounded(family, Adversary.nested(family, 1, 30)))).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void exceptions(Family family) {
    assertThat(proven(bounded(family, Adversary.notNets(family, 40, 20)))).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void networkSetsSharedByManyPorts(Family family) {
    assertThat(proven(bounded(family, Adversary.shared(family, 6, 20, 12)))).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void rangesAndSetsThatCutEachOther(Family family) {
    assertThat(proven(bounded(family, Adversary.hostile(family, 12, 4)))).isPositive();
  }

  /** What port ranges behind sources become was once as many entries as there are ports. */
  @ParameterizedTest
  @EnumSource
  void wideRangesOfPortsBehindManySources(Family family) {
    EffectivePolicy policy = Adversary.wide(family, 30, 10, 6);

    assertThat(SizeReport.elements(bounded(family, policy).ruleset())).isLessThan(3_000);
  }

  /** So it was where IPv6 sets are shared: each rule went over the ranges of its set. */
  @ParameterizedTest
  @EnumSource
  void rulesThatShareSetsAreProvenInTheSizeOfTheSets(Family family) {
    CompiledPolicy compiled =
        PolicyCompiler.compile(
            Policies.node(Adversary.chosen(family, 10, 100, 50)), new StageBounds(0, 0, 1));

    assertThat(proven(compiled)).isLessThan(50_000);
  }

  /** Regions of the proof are a small multiple of input and elements, too. */
  @ParameterizedTest
  @EnumSource
  void largeOnesAreProvenInASmallMultipleOfTheirSize(Family family) {
    for (EffectivePolicy policy :
        List.of(
            Adversary.ranges(family, 300, 10),
            Adversary.notNets(family, 300, 20),
            Adversary.hostile(family, 100, 20),
            Adversary.nested(family, 3, 500),
            Adversary.shared(family, 10, 50, 100),
            Adversary.chosen(family, 10, 50, 100),
            Adversary.wide(family, 30, 10, 6),
            Adversary.crossed(family, 8, 50, 60))) {
      CompiledPolicy compiled = bounded(family, policy);
      long size =
          StagePlan.input(ServiceModel.boxes(policy, family), family)
              + SizeReport.elements(compiled.ruleset());

      assertThat(proven(compiled)).as("%s", kinds(family, policy)).isLessThan(8 * size + 4096);
    }
  }

  private static CompiledPolicy bounded(Family family, EffectivePolicy policy) {
    CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy));
    List<Stage> stages =
        StagePlan.of(ServiceModel.boxes(policy, family), family, StageBounds.DEFAULT);
    long most = stages.stream().mapToLong(BoundTest::most).sum();
    assertThat(SizeReport.elements(compiled.ruleset()))
        .as("%s, bound %d", kinds(family, policy), most)
        .isLessThan((int) most + stages.size() * PORTS + FIXED);
    return compiled;
  }

  /** What decision 0006 allows a stage. */
  private static long most(Stage stage) {
    StageBounds bounds = StageBounds.DEFAULT;
    long byPort = bounds.factor() * stage.input() + bounds.slack();
    long bySource = 2L * bounds.factor() * stage.input() + bounds.slack();
    long nests = 8L * bounds.factor() * stage.input() + bounds.slack();
    return switch (stage.kind()) {
      case PORT_FIRST, LINEAR -> byPort;
      case SOURCE_FIRST -> stage.sourceFirst() <= bySource ? bySource : nests;
      case NESTS -> nests;
    };
  }

  private static List<Stage.Kind> kinds(Family family, EffectivePolicy policy) {
    return StagePlan.of(ServiceModel.boxes(policy, family), family, StageBounds.DEFAULT).stream()
        .map(Stage::kind)
        .toList();
  }

  private static long proven(CompiledPolicy compiled) {
    ProofResult result = Proof.check(compiled);
    assertThat(result).isInstanceOf(ProofResult.Proven.class);
    return ((ProofResult.Proven) result).regions();
  }
}
