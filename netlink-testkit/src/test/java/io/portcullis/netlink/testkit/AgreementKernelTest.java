package io.portcullis.netlink.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Rulesets;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.sys.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random batches end the same way in the kernel and in the fake, and leave the same behind. */
final class AgreementKernelTest {

  private static final int BATCHES = 500;

  @Test
  void randomBatchesEndTheSame() throws Exception {
    long seed = Long.getLong("agreement.seed", System.nanoTime());
    RandomBatch batches = new RandomBatch(new Random(seed));
    int accepted = 0;
    try (NetworkNamespace namespace = NetworkNamespace.create("agreement");
        NftKernel real = namespace.call(NfTables::open);
        NftKernel fake = new FakeKernel().connect()) {
      for (int i = 0; i < BATCHES; i++) {
        List<RandomBatch.Step> steps = batches.next();
        Outcome expected = run(real, steps);
        Outcome actual = run(fake, steps);
        String what = "seed %d, batch %d, %s".formatted(seed, i, expected);
        assertThat(actual.refusal).as(what).isEqualTo(expected.refusal);
        assertThat(actual.moved).as("%s: generation", what).isEqualTo(expected.moved);
        same(what, dump(fake), dump(real));
        accepted += expected.refusal.isEmpty() ? 1 : 0;
      }
    }
    assertThat(accepted).as("seed %d", seed).isBetween(BATCHES / 10, BATCHES * 9 / 10);
  }

  private record Outcome(List<NftOperation> operations, String refusal, boolean moved) {}

  private static Outcome run(NftKernel nft, List<RandomBatch.Step> steps) {
    Optional<TableDump> held = dump(nft);
    List<NftOperation> operations = new ArrayList<>();
    steps.forEach(step -> operations.add(step.on(held)));
    long before = nft.generation();
    String refusal = "";
    try {
      long unused = nft.commit(operations, 0);
    } catch (NftException e) {
      refusal = "errno " + e.errno() + " at " + e.operationIndex();
    }
    return new Outcome(operations, refusal, nft.generation() != before);
  }

  private static void same(String what, Optional<TableDump> fake, Optional<TableDump> real) {
    assertThat(fake.isPresent()).as(what).isEqualTo(real.isPresent());
    if (real.isPresent()) {
      assertThat(Rulesets.same(fake.orElseThrow().ruleset(), real.get().ruleset()))
          .as("%s: fake %s and real %s", what, fake.get().ruleset(), real.get().ruleset())
          .isTrue();
    }
  }

  private static Optional<TableDump> dump(NftKernel nft) {
    return nft.dumpWithHandles(NfFamily.INET, "t");
  }
}
