package io.portcullis.lab.demo;

import io.portcullis.agent.InKernel;
import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import java.util.LinkedHashMap;
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
      for (RuleHits.Hit hit : RuleHits.of(InKernel.named(held, compiled), held)) {
        packets.merge(Decider.of(hit), hit.packets(), Long::sum);
      }
      return new Counters(packets);
    }
  }

  /** How far the counter of a decider rose since {@code before}; 0 if it has none. */
  long since(Counters before, Decider decider) {
    return packets.getOrDefault(decider, 0L) - before.packets.getOrDefault(decider, 0L);
  }
}
