package io.portcullis.compiler.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small policies under bounds so tight that they are divided, and proven all the same. */
final class RandomStagesTest {

  private static final int POLICIES = 150;

  @Test
  void randomPoliciesInStagesAreProvenWithHintsAndWithout() {
    Map<Stage.Kind, Integer> kinds = new EnumMap<>(Stage.Kind.class);
    int divided = 0;
    for (long seed = 1; seed <= POLICIES; seed++) {
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      StageBounds bounds = bounds(seed);
      for (Family family : Family.values()) {
        var stages = StagePlan.of(ServiceModel.boxes(policy, family), family, bounds);
        stages.forEach(stage -> kinds.merge(stage.kind(), 1, Integer::sum));
        divided += stages.size() > 1 ? 1 : 0;
        assertThat(stages).as("seed %d", seed).hasSizeLessThanOrEqualTo(bounds.mostStages());
      }

      CompiledPolicy compiled = PolicyCompiler.compile(Policies.node(policy), bounds);
      CompiledPolicy unaided =
          new CompiledPolicy(
              compiled.policy(), compiled.ruleset(), compiled.outcomes(), compiled.logs());

      assertThat(Proof.check(unaided)).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
      assertThat(Proof.check(compiled)).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
    }
    assertThat(kinds.get(Stage.Kind.PORT_FIRST)).isGreaterThan(10);
    assertThat(kinds.get(Stage.Kind.SOURCE_FIRST)).isGreaterThan(10);
    assertThat(kinds.get(Stage.Kind.LINEAR)).isGreaterThan(10);
    assertThat(divided).isGreaterThan(50);
  }

  private static StageBounds bounds(long seed) {
    Random random = new Random(seed);
    int factor = (int) (seed % 2);
    return new StageBounds(factor, random.nextInt(30) - 5, 2 + random.nextInt(7));
  }
}
