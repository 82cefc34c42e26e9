package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.PolicyCompiler;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Random policies become others, and back, in one kernel table that is never deleted. */
final class RandomTransactionKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 1L);
  private static final int PAIRS = Integer.getInteger("portcullis.pairs", 400);

  @Test
  void whateverIsHeldBecomesWhateverIsWantedAndBack() throws Exception {
    int operations = 0;
    int keptChains = 0;
    try (KernelTable kernel = new KernelTable()) {
      kernel.become(compile(RandomChange.of(SEED).before()));
      String handle = kernel.baseChainHandle();
      for (long seed = SEED; seed < SEED + PAIRS; seed++) {
        RandomChange change = RandomChange.of(seed);
        Ruleset before = Counting.started(compile(change.before()));
        Ruleset after = compile(change.after());
        become(kernel, before, seed, 1);
        startCounting(kernel, before);
        operations += become(kernel, after, seed, 2).size();
        keptChains += countersOfSameChainsGoOn(before, after, kernel.ruleset(), seed);
        become(kernel, before, seed, 3);
        assertThat(kernel.baseChainHandle()).as("base chain, seed %d", seed).isEqualTo(handle);
      }
    }
    System.out.printf(
        "transactions: %d pairs, seeds from %d, %d operations, %d chains kept counting%n",
        PAIRS, SEED, operations, keptChains);
    assertThat(keptChains).isPositive();
  }

  private static Ruleset compile(EffectivePolicy policy) {
    return PolicyCompiler.compile(Policies.node(policy)).ruleset();
  }

  private static List<NftOperation> become(
      KernelTable kernel, Ruleset wanted, long seed, int step) {
    String which = "seed " + seed + ", step " + step;
    Optional<TableDump> held = kernel.held();
    List<NftOperation> operations = Difference.between(held, wanted);
    try {
      kernel.commit(operations, held);
    } catch (NftException e) {
      throw new AssertionError(which + ": " + operations, e);
    }
    assertThat(Rulesets.same(kernel.ruleset(), wanted)).as(which).isTrue();
    assertThat(Difference.between(kernel.held(), wanted)).as("again, %s", which).isEmpty();
    return operations;
  }

  /** Gives the counters the values of {@code wanted} where they are held with others. */
  private static void startCounting(KernelTable kernel, Ruleset wanted) {
    List<NftOperation> operations = new ArrayList<>();
    wanted
        .rules()
        .forEach(
            (chain, rules) -> {
              operations.add(
                  new NftOperation.FlushChain(wanted.table().family(), KernelTable.NAME, chain));
              rules.forEach(
                  rule ->
                      operations.add(
                          new NftOperation.AddRule(
                              wanted.table().family(), KernelTable.NAME, rule)));
            });
    kernel.commit(operations, kernel.held());
    assertThat(kernel.ruleset().rules().values())
        .containsExactlyInAnyOrderElementsOf(
            wanted.rules().values().stream().filter(list -> !list.isEmpty()).toList());
  }

  /** In chains that do the same as before, under whatever comments. */
  private static int countersOfSameChainsGoOn(
      Ruleset before, Ruleset after, Ruleset held, long seed) {
    Ruleset was = Rulesets.withoutCounts(before);
    Ruleset now = Rulesets.withoutCounts(after);
    int kept = 0;
    for (String chain : now.rules().keySet()) {
      if (expressions(was, chain).equals(expressions(now, chain))) {
        assertThat(expressions(held, chain))
            .as("chain %s, seed %d", chain, seed)
            .isEqualTo(expressions(before, chain));
        kept++;
      }
    }
    return kept;
  }

  private static List<List<Expression>> expressions(Ruleset ruleset, String chain) {
    return ruleset.rulesOf(chain).stream().map(NftRule::expressions).toList();
  }
}
