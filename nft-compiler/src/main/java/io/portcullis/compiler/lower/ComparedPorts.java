package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.layout.Prices;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services that are compared one after the other, before those in a map are looked up. */
final class ComparedPorts {

  private ComparedPorts() {}

  /**
   * Takes services out of {@code verdicts}, if all of them together cost those that are in the map
   * less than half of what they save.
   *
   * @param verdicts by {@code protocol << 16 | port}
   * @param services each a protocol and a port
   */
  static Map<Integer, Verdict> taken(Map<Integer, Verdict> verdicts, List<int[]> services) {
    Map<Integer, Verdict> out = new LinkedHashMap<>();
    if (2 * services.size() * Prices.PORT <= Prices.SERVICES) {
      for (int[] service : services) {
        Verdict verdict = verdicts.remove(service[0] << 16 | service[1]);
        if (verdict != null) {
          out.put(service[0] << 16 | service[1], verdict);
        }
      }
    }
    return out;
  }

  /** Appends the comparisons. The port first: mostly that differs, and it costs least. */
  static void lower(RulesetDraft draft, String chain, Map<Integer, Verdict> services) {
    services.forEach(
        (service, verdict) ->
            draft.rule(
                chain,
                Loads.destinationPort(R0),
                Loads.equal(R0, Bytes.ofU16(service & 0xffff)),
                Loads.protocol(R0),
                Loads.equal(R0, Bytes.ofU8(service >>> 16)),
                Loads.verdict(verdict)));
  }
}
