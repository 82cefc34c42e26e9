package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftTable;
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
