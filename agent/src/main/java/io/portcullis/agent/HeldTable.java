package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftKernel;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import java.util.Optional;

/**
 * The kernel's table, where it is the one that a policy was compiled to.
 *
 * @param dump as the kernel lists it
 * @param policy whose places are those in {@code dump}
 */
public record HeldTable(TableDump dump, CompiledPolicy policy) {

  /**
   * What a kernel counts for a policy that it was brought to.
   *
   * @param named the policy under the names that it has there
   * @return the table; empty if it has other chains or rules, so that places mean something else.
   *     Elements are not compared, of which there may be very many
   * @throws NftException if the kernel refuses
   */
  public static Optional<Ruleset> counted(NftKernel kernel, CompiledPolicy named) {
    NftTable table = named.ruleset().table();
    return kernel
        .dump(table.family(), table.name())
        .filter(held -> hasShape(held, named.ruleset()));
  }

  /**
   * The same in the network namespace of the calling thread, faster where maps are large.
   *
   * @throws NftException if the kernel refuses
   */
  public static Optional<Ruleset> counted(CompiledPolicy named) {
    try (NfTables kernel = NfTables.open()) {
      return QuickReading.of(kernel, named)
          .map(TableDump::ruleset)
          .filter(held -> hasShape(held, named.ruleset()))
          .or(() -> counted(kernel, named));
    }
  }

  private static boolean hasShape(Ruleset held, Ruleset wanted) {
    return held.chains().keySet().equals(wanted.chains().keySet())
        && wanted.chains().keySet().stream()
            .allMatch(chain -> held.rulesOf(chain).size() == wanted.rulesOf(chain).size());
  }

  /**
   * Reads it, in the network namespace of the calling thread.
   *
   * @return empty if there is none, or the kernel holds something else
   * @throws AgentException if the kernel does not tell
   */
  public static Optional<HeldTable> of(CompiledPolicy compiled) {
    NftTable table = compiled.ruleset().table();
    try (NfTables kernel = NfTables.open()) {
      return kernel
          .dumpWithHandles(table.family(), table.name())
          .flatMap(dump -> InKernel.of(dump, compiled).map(named -> new HeldTable(dump, named)));
    } catch (NftException e) {
      throw Failures.of(e);
    }
  }
}
