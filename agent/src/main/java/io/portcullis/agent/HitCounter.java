package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.transaction.Names;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.netlink.nftables.expr.Counter;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel counted for one decision.
 *
 * @param packets since the rule is in the kernel; empty if that is not known
 * @param why it is not known; empty if it is
 */
public record HitCounter(Optional<Long> packets, String why) {

  /**
   * Reads the counters of some rules, in the network namespace of the calling thread. Never fails:
   * what stands in the way, such as missing privilege, is said in the result.
   *
   * @param compiled the policy that the kernel should hold, or else its counters mean something
   *     else
   * @param places rules of its ruleset, whose counters are added up
   */
  public static HitCounter read(CompiledPolicy compiled, List<Place> places) {
    if (!compiled.policy().settings().counters()) {
      return unknown("counters are off");
    }
    if (places.isEmpty()) {
      return unknown("nothing counts this");
    }
    NftTable table = compiled.ruleset().table();
    try (NfTables kernel = NfTables.open()) {
      Optional<TableDump> held = kernel.dumpWithHandles(table.family(), table.name());
      if (held.isEmpty()) {
        return unknown("the kernel has no table inet " + table.name());
      }
      if (InKernel.of(held.get(), compiled).isEmpty()) {
        return unknown("the kernel holds another policy");
      }
      Names names = Names.in(held.get().ruleset(), compiled.ruleset());
      return new HitCounter(
          Optional.of(sum(held.get(), places.stream().map(names::of).toList())), "");
    } catch (NftException e) {
      AgentException told = Failures.of(e);
      return unknown(told.getMessage() + "; " + told.hint());
    }
  }

  private static HitCounter unknown(String why) {
    return new HitCounter(Optional.empty(), why);
  }

  private static long sum(TableDump held, List<Place> places) {
    return places.stream()
        .flatMap(
            place ->
                held.ruleset().rulesOf(place.chain()).get(place.ruleIndex()).expressions().stream())
        .filter(Counter.class::isInstance)
        .mapToLong(expression -> ((Counter) expression).packets())
        .sum();
  }
}
