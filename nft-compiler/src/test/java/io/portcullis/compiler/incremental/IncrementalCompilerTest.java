package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.RandomPolicies;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.proof.Proof;
import io.portcullis.compiler.proof.ProofResult;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.policy.address.Address;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.ProtocolSet;
import io.portcullis.policy.packet.ConntrackState;
import io.portcullis.policy.packet.Packet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Policies compiled one after the other are those compiled from the beginning. */
final class IncrementalCompilerTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SEQUENCES = 24;
  private static final int CHANGES = 9;

  private int incremental;
  private int fresh;
  private int same;
  private int severalBatches;

  @Test
  void sourcesThatChangeComeToTheSameRuleset() {
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      long seed = SEED + sequence;
      SourcePolicies policies = new SourcePolicies(seed);
      EffectivePolicy policy = policies.policy();
      IncrementalCompiler compiler = new IncrementalCompiler(bounds(sequence), sequence % 2 * 1024);
      compiler.keep(compiler.next(Policies.node(policy)));
      for (int change = 0; change < CHANGES; change++) {
        EffectivePolicy next = policies.changed(policy);
        step(compiler, bounds(sequence), policy, next, "-Dportcullis.seed=" + seed);
        policy = next;
      }
    }
    assertThat(incremental).isGreaterThan(SEQUENCES);
    // Not more, for lengths are kept as they were chosen once.
    assertThat(same).isGreaterThan(incremental / 2);
    assertThat(severalBatches).isPositive();
  }

  @Test
  void whateverChangesItIsRight() {
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      long seed = SEED + sequence;
      SourcePolicies policies = new SourcePolicies(seed);
      EffectivePolicy policy = new RandomPolicies(seed).policy();
      IncrementalCompiler compiler = new IncrementalCompiler(bounds(sequence), sequence % 2 * 1024);
      compiler.keep(compiler.next(Policies.node(policy)));
      for (int change = 0; change < CHANGES / 3; change++) {
        EffectivePolicy next = policies.changed(policy);
        step(compiler, bounds(sequence), policy, next, "-Dportcullis.seed=" + seed);
        policy = next;
      }
    }
    assertThat(incremental).isGreaterThan(10);
    assertThat(fresh).isGreaterThan(10);
  }

  private static StageBounds bounds(int sequence) {
    return switch (sequence % 3) {
      case 0 -> StageBounds.DEFAULT;
      case 1 -> StageBounds.DEFAULT.shared();
      default -> new StageBounds(0, 40, 6);
    };
  }

  private void step(
      IncrementalCompiler compiler,
      StageBounds bounds,
      EffectivePolicy before,
      EffectivePolicy after,
      String seed) {
    NodePolicy node = Policies.node(after);
    Ruleset held = compiler.next(Policies.node(before)).compiled().ruleset();
    Compilation next = compiler.next(node);
    CompiledPolicy whole = PolicyCompiler.compile(node, bounds);
    if (next.batches().isEmpty()) {
      fresh++;
      assertThat(next.compiled()).as(seed).isEqualTo(whole);
    } else {
      incremental++;
      Ruleset now = held;
      for (List<NftOperation> batch : next.batches().get()) {
        now = Applied.to(now, batch);
        neitherNorIsNowhere(held, now, next.compiled().ruleset(), seed);
      }
      severalBatches += next.batches().get().size() > 1 ? 1 : 0;
      assertThat(Rulesets.same(now, next.compiled().ruleset())).as(seed).isTrue();
      assertThat(next.compiled().policy()).isEqualTo(node);
      assertThat(Proof.check(next.compiled())).as(seed).isInstanceOf(ProofResult.Proven.class);
      same += sameButForSizes(now, whole.ruleset()) ? 1 : 0;
    }
    compiler.keep(next);
  }

  /** Between batches a packet gets the verdict of before or that of after. */
  private static void neitherNorIsNowhere(
      Ruleset before, Ruleset between, Ruleset after, String seed) {
    RulesetInterpreter was = new RulesetInterpreter(before);
    RulesetInterpreter is = new RulesetInterpreter(between);
    RulesetInterpreter shall = new RulesetInterpreter(after);
    Random random = new Random(seed.hashCode());
    for (int i = 0; i < 100; i++) {
      Packet packet = packet(random);
      assertThat(List.of(was.run(packet).decider(), shall.run(packet).decider()))
          .as(seed + " " + packet)
          .contains(is.run(packet).decider());
    }
  }

  private static Packet packet(Random random) {
    int last = random.nextInt(128);
    boolean v4 = random.nextInt(4) > 0;
    Address source = v4 ? Address.v4(0x0a000000 | last) : Address.v6(0x20010db800000000L, last);
    return new Packet(
        "eth0",
        random.nextInt(3) == 0 ? ProtocolSet.UDP : ProtocolSet.TCP,
        source,
        v4 ? Address.v4(1) : Address.v6(1, 1),
        1024,
        30_000 + random.nextInt(44),
        0,
        0,
        ConntrackState.NEW,
        true);
  }

  /** Where it is not, something was kept that is right, and would be chosen otherwise today. */
  private static boolean sameButForSizes(Ruleset one, Ruleset other) {
    return Rulesets.same(withoutSizes(one), withoutSizes(other));
  }

  private static Ruleset withoutSizes(Ruleset ruleset) {
    Map<String, io.portcullis.netlink.nftables.NftSet> sets = new LinkedHashMap<>();
    ruleset.sets().forEach((name, set) -> sets.put(name, set.withSize(0)));
    return new Ruleset(
        ruleset.table(), ruleset.chains(), ruleset.rules(), sets, ruleset.elements());
  }
}
