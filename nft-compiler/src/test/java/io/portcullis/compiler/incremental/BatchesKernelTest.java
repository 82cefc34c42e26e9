package io.portcullis.compiler.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.Policies;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.Plan;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.sys.NetworkNamespace;
import io.portcullis.policy.effective.EffectivePolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The kernel takes the operations of a change, and holds what was compiled. */
final class BatchesKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_129L);
  private static final int SEQUENCES = 6;
  private static final int CHANGES = 8;

  @Test
  void afterEachChangeTheKernelHoldsWhatWasCompiledUnderTheNamesOfBefore() throws Exception {
    int batches = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      String seed = "-Dportcullis.seed=" + (SEED + sequence);
      SourcePolicies policies = new SourcePolicies(SEED + sequence);
      EffectivePolicy policy = policies.policy();
      IncrementalCompiler compiler = new IncrementalCompiler(StageBounds.DEFAULT.shared());
      try (NetworkNamespace namespace = NetworkNamespace.create("increments");
          NfTables nft = namespace.call(NfTables::open)) {
        Compilation last = compiler.next(Policies.node(policy));
        compiler.keep(last);
        Plan plan = switchTo(nft, last.compiled().ruleset());
        for (int change = 0; change < CHANGES; change++) {
          policy = policies.changed(policy);
          Compilation next = compiler.next(Policies.node(policy));
          compiler.keep(next);
          if (next.batches().isEmpty()) {
            plan = switchTo(nft, next.compiled().ruleset());
          } else {
            for (List<NftOperation> batch : next.batches().get()) {
              assertThat(nft.commit(plan.names().of(batch), nft.generation())).isPositive();
              batches++;
            }
          }
          Ruleset wanted = plan.names().of(next.compiled().ruleset());
          assertThat(Difference.between(held(nft), wanted)).as(seed).isEmpty();
        }
      }
    }
    assertThat(batches).isGreaterThan(SEQUENCES / 2);
  }

  private static Optional<TableDump> held(NfTables nft) {
    return nft.dumpWithHandles(NfFamily.INET, "portcullis");
  }

  private static Plan switchTo(NfTables nft, Ruleset wanted) {
    Plan plan = Plan.of(held(nft), wanted);
    for (List<NftOperation> batch : plan.batches()) {
      nft.awaitPackets();
      assertThat(nft.commit(batch, nft.generation())).isPositive();
    }
    return plan;
  }
}
