package io.portcullis.integration.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.compiler.interpret.CounterHit;
import io.portcullis.compiler.interpret.Datagram;
import io.portcullis.compiler.interpret.Interpretation;
import io.portcullis.compiler.interpret.RulesetInterpreter;
import io.portcullis.compiler.interpret.UnsupportedExpressionException;
import io.portcullis.integration.foreign.ForeignTests.Kind;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
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
    try (Bed bed = new Bed()) {
      agree(
          bed,
          Kind.UNTRACKED,
          random -> {
            ForeignPackets packets = new ForeignPackets(random, Bed.LINK, Bed.V4, Bed.V6);
            return Stream.generate(packets::next).limit(PACKETS).toList();
          });
    }
  }

  @Test
  void soTheyDoOnConnectionsInEveryState() throws Exception {
    List<TrackedFlows.Flow> flows = TrackedFlows.some(new Random(SEED));
    try (Bed bed = new Bed(flows)) {
      agree(
          bed,
          Kind.TRACKED,
          random -> {
            TrackedFlows packets = new TrackedFlows(random, flows);
            return Stream.generate(packets::next).limit(PACKETS).toList();
          });
    }
  }

  @Test
  void soTheyDoOnFragmentsAndPacketsThatEndTooEarly() throws Exception {
    try (Bed bed = new Bed()) {
      agree(bed, Kind.BYTES, random -> new OddPackets(random).some(PACKETS));
    }
  }

  private static void agree(
      Bed bed, Kind kind, Function<Random, List<ForeignPackets.Sent>> packets) {
    int dropped = 0;
    int hits = 0;
    for (int i = 0; i < RULESETS; i++) {
      long seed = SEED + i;
      Random random = new Random(seed);
      Ruleset ruleset = ForeignRuleset.next(random, Bed.LINK, kind);
      List<ForeignPackets.Sent> sent = packets.apply(random);
      Bed.Fate expected = interpreted(bed.enforce(ruleset), kind, sent);
      Bed.Fate fate = bed.send(sent);
      if (!fate.equals(expected)) {
        explain(bed, kind, ruleset, sent, seed);
      }
      assertThat(fate).as("%s -Dportcullis.seed=%d", kind, seed).isEqualTo(expected);
      dropped += PACKETS - (int) fate.survived();
      hits += fate.hits().size();
    }
    System.out.printf(
        "foreign, %s: %d rulesets, %d pairs by interpreter and kernel, %d dropped, %d counters hit,"
            + " 0 mismatches, seed %d%n",
        kind, RULESETS, RULESETS * PACKETS, dropped, hits, SEED);
    assertThat(dropped).isBetween(RULESETS * PACKETS / 20, RULESETS * PACKETS * 19 / 20);
    assertThat(hits).isGreaterThan(RULESETS);
  }

  private static Bed.Fate interpreted(Ruleset held, Kind kind, List<ForeignPackets.Sent> sent) {
    RulesetInterpreter interpreter =
        kind == Kind.BYTES ? RulesetInterpreter.ofDatagrams(held) : new RulesetInterpreter(held);
    Map<String, Long> hits = new TreeMap<>();
    long survived = 0;
    for (ForeignPackets.Sent one : sent) {
      Interpretation got = interpreter.run(one.packet(), Datagram.of(one.datagram().toArray()));
      survived += got.dropped() ? 0 : 1;
      for (CounterHit hit : got.counters()) {
        hits.merge(Bed.name(hit), 1L, Long::sum);
      }
    }
    return new Bed.Fate(sent.size(), survived, hits);
  }

  /** Fails with the first packet that fares otherwise, and as little of the ruleset as needed. */
  private static void explain(
      Bed bed, Kind kind, Ruleset ruleset, List<ForeignPackets.Sent> sent, long seed) {
    for (ForeignPackets.Sent one : sent) {
      List<ForeignPackets.Sent> alone = List.of(one);
      if (differs(bed, kind, ruleset, alone)) {
        Ruleset small = Reduced.of(ruleset, smaller -> differs(bed, kind, smaller, alone));
        Bed.Fate expected = interpreted(bed.enforce(small), kind, alone);
        assertThat(bed.send(alone))
            .as(
                "-Dportcullis.seed=%d%n%s %s%nrules %s%nsets %s%n%s",
                seed, one.packet(), one.datagram(), small.rules(), small.sets(), small.elements())
            .isEqualTo(expected);
      }
    }
  }

  private static boolean differs(
      Bed bed, Kind kind, Ruleset ruleset, List<ForeignPackets.Sent> sent) {
    try {
      return !interpreted(bed.enforce(ruleset), kind, sent).equals(bed.send(sent));
    } catch (NftException | UnsupportedExpressionException e) {
      // Not a ruleset any more.
      return false;
    }
  }
}
