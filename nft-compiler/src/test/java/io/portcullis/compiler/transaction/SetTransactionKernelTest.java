package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sets of all kinds change, or are made anew, while rules use them. */
final class SetTransactionKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 1L);
  private static final int STEPS = 600;

  @Test
  void setsOfEveryKindBecomeWhatIsWanted() throws Exception {
    try (KernelTable kernel = new KernelTable()) {
      for (long seed = SEED; seed < SEED + STEPS; seed++) {
        Ruleset wanted = RandomSets.ruleset(seed);
        Optional<TableDump> held = kernel.held();
        List<NftOperation> operations = Difference.between(held, wanted);
        try {
          kernel.commit(operations, held);
        } catch (NftException e) {
          throw new AssertionError("seed " + seed + ": " + operations, e);
        }
        Optional<TableDump> after = kernel.held();
        assertThat(Rulesets.same(after.orElseThrow().ruleset(), wanted))
            .as("seed %d: %s", seed, operations)
            .isTrue();
        assertThat(Difference.between(after, wanted)).as("again, seed %d", seed).isEmpty();
      }
    }
  }
}
