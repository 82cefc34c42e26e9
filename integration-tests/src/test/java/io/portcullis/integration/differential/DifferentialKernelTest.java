package io.portcullis.integration.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.PlainReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Three ways to the same answer, by the same rule: the plain reading of policy, the interpreter on
 * what the kernel holds, and the kernel itself with the packet on the wire.
 */
class DifferentialKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_124L);
  private static final int POLICIES = Integer.getInteger("portcullis.policies", 100);
  private static final int PACKETS = 120;
  private static final long BOUND = 3_000_000_000L;

  /** So small that small policies are divided, too. */
  private static final StageBounds TIGHT = new StageBounds(0, 4, 6);

  @Test
  void kernelInterpreterAndPlainReadingAgree() throws Exception {
    long pairs = 0;
    int staged = 0;
    try (Guarded guarded = new Guarded()) {
      for (int i = 0; i < POLICIES; i++) {
        Random random = new Random(SEED + i);
        NodePolicy node = RandomPolicy.next(random);
        // Every other policy in as many stages as large ones have.
        CompiledPolicy compiled =
            PolicyCompiler.compile(node, i % 2 == 0 ? StageBounds.DEFAULT : TIGHT);
        staged += compiled.stages().isEmpty() ? 0 : 1;
        guarded.enforce(compiled);
        Interpreted interpreted = new Interpreted(compiled, guarded.held(compiled));
        for (var group : groups(node, compiled, random).entrySet()) {
          interpreted.check(group.getKey(), group.getValue(), SEED + i);
          check(guarded, compiled, group.getKey(), group.getValue(), SEED + i);
          pairs += group.getValue().size();
        }
      }
    }
    System.out.printf(
        "differential: %d policies, %d of them in stages, %d pairs by plain reading, interpreter and"
            + " kernel, 0 mismatches, seed %d%n",
        POLICIES, staged, pairs, SEED);
    assertThat(staged).isPositive();
    assertThat(pairs).isEqualTo((long) POLICIES * PACKETS);
  }

  /** Packets with the same verdict, in one group each, so that one dump tells of all of them. */
  private static Map<Verdicts, List<Case>> groups(
      NodePolicy node, CompiledPolicy compiled, Random random) {
    Map<Verdicts, List<Case>> groups = new LinkedHashMap<>();
    Packets first = new Packets(node, "g0", random);
    Packets second = new Packets(node, "g1", random);
    for (int i = 0; i < PACKETS; i++) {
      Case one = (i % 4 == 0 ? second : first).next();
      Verdicts verdict = Verdicts.of(PlainReading.decide(node, one.packet()));
      if (verdict.reason() == Decision.Reason.NO_ENDPOINT
          && node.settings().keeps(one.packet().state())
          && isEstablishedFirst(compiled)) {
        verdict = new Verdicts(Decision.Reason.ESTABLISHED, Optional.empty());
      }
      groups.computeIfAbsent(verdict, key -> new ArrayList<>()).add(one);
    }
    return groups;
  }

  /** True if established flows continue before it is asked whose they are. */
  private static boolean isEstablishedFirst(CompiledPolicy compiled) {
    return compiled.outcomes().stream()
        .anyMatch(
            outcome ->
                outcome.reason() == Decision.Reason.ESTABLISHED
                    && outcome.place().chain().equals("prerouting"));
  }

  private static void check(
      Guarded guarded, CompiledPolicy compiled, Verdicts verdict, List<Case> group, long seed) {
    Counts before = guarded.counts(compiled);
    Counts expected = before.after(verdict, group.size());
    // Only a table that asks for connection tracking has fragments reassembled.
    boolean mayFragment = verdict.reason() != Decision.Reason.NO_ENDPOINT;
    group.forEach(one -> guarded.send(one, one.fragmented() && mayFragment));
    Counts after = settle(guarded, compiled, expected);
    if (!after.equals(expected) && group.size() > 1) {
      // Which one is it? Each by itself.
      group.forEach(one -> check(guarded, compiled, verdict, List.of(one), seed));
    }
    assertThat(after)
        .describedAs(
            "-Dportcullis.seed=%d%n%s%nsent: %s%n%s", seed, verdict, group, compiled.policy())
        .isEqualTo(expected);
  }

  private static Counts settle(Guarded guarded, CompiledPolicy compiled, Counts expected) {
    long deadline = System.nanoTime() + BOUND;
    Counts now = guarded.counts(compiled);
    while (!now.equals(expected) && System.nanoTime() < deadline) {
      now = guarded.counts(compiled);
    }
    return now;
  }
}
