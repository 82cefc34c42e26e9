package io.portcullis.compiler.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.TableDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** More bounds than one message holds, so that somewhere an interval is cut in two. */
  @Test
  void thousandsOfIntervalsChangeAtOnce() throws Exception {
    try (KernelTable kernel = new KernelTable()) {
      for (int step = 0; step < 4; step++) {
        for (int extra = 0; extra < 2; extra++) {
          Ruleset wanted = intervals(5000, step, extra);

          kernel.become(wanted);

          assertThat(Rulesets.same(kernel.ruleset(), wanted)).isTrue();
        }
      }
    }
  }

  /** One interval at every sixteenth key, of a width that depends on the step. */
  private static Ruleset intervals(int count, int step, int extra) {
    List<NftSetElem> bounds = new ArrayList<>();
    for (int i = 0; i < extra; i++) {
      bounds.add(NftSetElem.intervalEnd(Bytes.zero(4)));
    }
    for (int i = 1; i <= count; i++) {
      bounds.add(NftSetElem.of(Bytes.ofU32(16 * i + step % 2)));
      bounds.add(NftSetElem.intervalEnd(Bytes.ofU32(16 * i + 4 + step)));
    }
    return new Ruleset(
        new NftTable(NfFamily.INET, KernelTable.NAME),
        Map.of(),
        Map.of(),
        Map.of("s", NftSet.set("s", NftSet.F_INTERVAL, NftDataType.IPV4_ADDR, 4)),
        Map.of("s", new SetElements.Listed(bounds)));
  }
}
