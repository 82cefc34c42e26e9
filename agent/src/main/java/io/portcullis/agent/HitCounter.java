package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.hits.RuleHits;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableDump;
import io.portcullis.policy.effective.Decision;
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
   * @param decision whose packets are wanted
   */
  public static HitCounter read(CompiledPolicy compiled, Decision decision) {
    if (!compiled.policy().settings().counters()) {
      return unknown("counters are off");
    }
    NftTable table = compiled.ruleset().table();
    try (NfTables kernel = NfTables.open()) {
      Optional<TableDump> held = kernel.dumpWithHandles(table.family(), table.name());
      if (held.isEmpty()) {
        return unknown("the kernel has no table inet " + table.name());
      }
      Optional<CompiledPolicy> named = InKernel.of(held.get(), compiled);
      if (named.isEmpty()) {
        return unknown("the kernel holds another policy");
      }
      return RuleHits.of(named.get(), held.get().ruleset()).stream()
          .filter(hit -> hit.reason() == decision.reason() && hit.rule().equals(decision.rule()))
          .findFirst()
          .map(hit -> new HitCounter(Optional.of(hit.packets()), ""))
          .orElseGet(() -> unknown("nothing counts this"));
    } catch (NftException e) {
      AgentException told = Failures.of(e);
      return unknown(told.getMessage() + "; " + told.hint());
    }
  }

  private static HitCounter unknown(String why) {
    return new HitCounter(Optional.empty(), why);
  }
}
