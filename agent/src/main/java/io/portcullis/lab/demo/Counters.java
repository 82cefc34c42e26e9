package io.portcullis.lab.demo;

import io.portcullis.agent.InKernel;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Outcome;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets that each outcome has decided, as the kernel counted them.
 *
 * @param packets by what decides; an outcome with several places has their sum
 */
record Counters(Map<Decider, Long> packets) {

  /**
   * Reads them from the kernel, in the namespace of the calling thread.
   *
   * @throws io.portcullis.netlink.nftables.NftException if the kernel refuses
   * @throws IllegalStateException if the table has gone or is another one
   */
  static Counters read(CompiledPolicy compiled) {
    NftTable table = compiled.ruleset().table();
    try (NfTables kernel = NfTables.open()) {
      Ruleset held =
          kernel
              .dump(table.family(), table.name())
              .orElseThrow(() -> new IllegalStateException("the kernel has lost the table"));
      Map<Decider, Long> packets = new LinkedHashMap<>();
      for (Outcome outcome : InKernel.named(held, compiled).outcomes()) {
        List<NftRule> rules = held.rulesOf(outcome.place().chain());
        if (outcome.place().ruleIndex() >= rules.size()) {
          throw new IllegalStateException("the kernel has no rule " + outcome.place());
        }
        packets.merge(
            Decider.of(outcome), packets(rules.get(outcome.place().ruleIndex())), Long::sum);
      }
      return new Counters(packets);
    }
  }

  /** How far the counter of a decider rose since {@code before}; 0 if it has none. */
  long since(Counters before, Decider decider) {
    return packets.getOrDefault(decider, 0L) - before.packets.getOrDefault(decider, 0L);
  }

  private static long packets(NftRule rule) {
    long packets = 0;
    for (var expression : rule.expressions()) {
      if (expression instanceof Counter counter) {
        packets += counter.packets();
      }
    }
    return packets;
  }
}
