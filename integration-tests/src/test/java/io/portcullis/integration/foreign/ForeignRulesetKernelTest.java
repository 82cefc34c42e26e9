package io.portcullis.integration.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.interpret.CounterHit;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.UnsupportedExpressionException;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The interpreter against the kernel, with rulesets that no compiler of ours makes: the same
 * packets survive, and every counter of a rule or an element counts the same.
 */
class ForeignRulesetKernelTest {

  private static final long SEED = Long.getLong("portcullis.seed", 20_261_124L);
  private static final int RULESETS = Integer.getInteger("portcullis.rulesets", 200);
  private static final int PACKETS = 40;

  @Test
  void kernelAndInterpreterAgreeOnRandomRulesets() throws Exception {
    int dropped = 0;
    int hits = 0;
    try (Bed bed = new Bed()) {
      for (int i = 0; i < RULESETS; i++) {
        long seed = SEED + i;
        Random random = new Random(seed);
        Ruleset ruleset = ForeignRuleset.next(random, Bed.LINK);
        ForeignPackets packets = new ForeignPackets(random, Bed.LINK, Bed.V4, Bed.V6);
        List<ForeignPackets.Sent> sent = new ArrayList<>();
        for (int j = 0; j < PACKETS; j++) {
          sent.add(packets.next());
        }
        Bed.Fate expected = interpreted(bed.enforce(ruleset), sent);
        Bed.Fate fate = bed.send(sent);
        if (!fate.equals(expected)) {
          explain(bed, ruleset, sent, seed);
        }
        assertThat(fate).as("-Dportcullis.seed=%d", seed).isEqualTo(expected);
        dropped += PACKETS - (int) fate.survived();
        hits += fate.hits().size();
      }
    }
    System.out.printf(
        "foreign: %d rulesets, %d pairs by interpreter and kernel, %d dropped, %d counters hit, 0"
            + " mismatches, seed %d%n",
        RULESETS, RULESETS * PACKETS, dropped, hits, SEED);
    assertThat(dropped).isBetween(RULESETS * PACKETS / 20, RULESETS * PACKETS * 19 / 20);
    assertThat(hits).isGreaterThan(RULESETS);
  }

  private static Bed.Fate interpreted(Ruleset held, List<ForeignPackets.Sent> sent) {
    RulesetInterpreter interpreter = new RulesetInterpreter(held);
    Map<String, Long> hits = new TreeMap<>();
    long survived = 0;
    for (ForeignPackets.Sent one : sent) {
      Interpretation got = interpreter.run(one.packet());
      survived += got.dropped() ? 0 : 1;
      for (CounterHit hit : got.counters()) {
        hits.merge(Bed.name(hit), 1L, Long::sum);
      }
    }
    return new Bed.Fate(sent.size(), survived, hits);
  }

  /** Fails with the first packet that fares otherwise, and as little of the ruleset as needed. */
  private static void explain(Bed bed, Ruleset ruleset, List<ForeignPackets.Sent> sent, long seed) {
    for (ForeignPackets.Sent one : sent) {
      List<ForeignPackets.Sent> alone = List.of(one);
      if (differs(bed, ruleset, alone)) {
        Ruleset small = Reduced.of(ruleset, smaller -> differs(bed, smaller, alone));
        Bed.Fate expected = interpreted(bed.enforce(small), alone);
        assertThat(bed.send(alone))
            .as(
                "-Dportcullis.seed=%d%n%s%nrules %s%nsets %s%n%s",
                seed, one.packet(), small.rules(), small.sets(), small.elements())
            .isEqualTo(expected);
      }
    }
  }

  private static boolean differs(Bed bed, Ruleset ruleset, List<ForeignPackets.Sent> sent) {
    try {
      return !interpreted(bed.enforce(ruleset), sent).equals(bed.send(sent));
    } catch (NftException | UnsupportedExpressionException e) {
      // Not a ruleset any more.
      return false;
    }
  }
}
