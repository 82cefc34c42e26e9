package io.portcullis.compiler.bound;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.model.ServiceModel;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import io.portcullis.policy.packet.Packet;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small nests, under bounds that leave few ways to lay them out: proven, and as they read. */
final class RandomNestsTest {

  private static final long SEED = Long.getLong("portcullis.seed", 1L);
  private static final int POLICIES = Integer.getInteger("portcullis.nests", 60);
  private static final int PACKETS = 300;

  @Test
  void randomNestsDoWhatTheyRead() {
    Map<Stage.Kind, Integer> kinds = new EnumMap<>(Stage.Kind.class);
    for (long seed = SEED; seed < SEED + POLICIES; seed++) {
      for (Family family : Family.values()) {
        RandomNests nests = new RandomNests(seed, family);
        EffectivePolicy policy = nests.policy();
        StageBounds bounds = new StageBounds(seed % 4 == 0 ? 0 : 1, seed % 4 == 0 ? 300 : 0, 4);
        for (Stage stage : StagePlan.of(ServiceModel.boxes(policy, family), family, bounds)) {
          kinds.merge(stage.kind(), 1, Integer::sum);
        }
        NodePolicy node = Policies.node(policy, Policies.counting(seed % 2 == 0));
        CompiledPolicy compiled = PolicyCompiler.compile(node, bounds);
        CompiledPolicy unaided =
            new CompiledPolicy(
                compiled.policy(), compiled.ruleset(), compiled.outcomes(), compiled.logs());

        assertThat(Proof.check(compiled))
            .as("seed %d", seed)
            .isInstanceOf(ProofResult.Proven.class);
        assertThat(Proof.check(unaided)).as("seed %d", seed).isInstanceOf(ProofResult.Proven.class);
        RulesetInterpreter interpreter = new RulesetInterpreter(compiled.ruleset());
        for (int i = 0; i < PACKETS; i++) {
          Packet packet = nests.packet();
          assertThat(interpreter.run(packet).dropped())
              .as("seed %d, %s", seed, packet)
              .isEqualTo(PlainReading.decide(node, packet).drops());
        }
      }
    }
    assertThat(kinds.get(Stage.Kind.SOURCE_FIRST)).as("%s", kinds).isGreaterThan(10);
    assertThat(kinds.get(Stage.Kind.NESTS)).as("%s", kinds).isGreaterThan(10);
  }
}
