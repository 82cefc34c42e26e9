package io.portcullis.agent;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.transaction.Difference;
import io.portcullis.compiler.transaction.UnchangeableException;
import io.portcullis.netlink.nftables.NfTables;
import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.TableDump;
import java.util.Optional;

/** The kernel's table, where it is the one that a policy was compiled to. */
public final class HeldTable {

  private HeldTable() {}

  /**
   * Reads it, in the network namespace of the calling thread. A rule's place in the policy is its
   * place in what is returned.
   *
   * @return empty if there is none, or the kernel holds something else
   * @throws AgentException if the kernel does not tell
   */
  public static Optional<TableDump> of(CompiledPolicy compiled) {
    NftTable table = compiled.ruleset().table();
    try (NfTables kernel = NfTables.open()) {
      Optional<TableDump> held = kernel.dumpWithHandles(table.family(), table.name());
      return held.filter(
          dump -> Difference.between(held, TableHold.likened(compiled.ruleset(), held)).isEmpty());
    } catch (NftException e) {
      throw Failures.of(e);
    } catch (UnchangeableException e) {
      return Optional.empty();
    }
  }
}
