package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftException;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import java.util.List;
import java.util.Optional;

/** Whether one socket owns the table, is to own it, and why it does not. */
final class Ownership {

  private final TableHold hold;
  private boolean mine;
  private boolean flagsRefused;
  private Optional<String> missing = Optional.empty();

  Ownership(TableHold hold) {
    this.hold = hold;
  }

  /** Whether the kernel refuses everybody else. */
  boolean isMine() {
    return mine;
  }

  /** Whether a table that is made anew is to be owned. */
  boolean ownsNew() {
    return hold == TableHold.OWNED && !flagsRefused;
  }

  /** Why the table is not owned although it should be; empty if it is, or should not be. */
  Optional<String> missing() {
    return missing;
  }

  boolean isToBeAdopted(Optional<TableDump> held) {
    return hold == TableHold.OWNED && held.filter(TableHold::isOrphan).isPresent();
  }

  /** What makes an orphan ours. */
  List<NftOperation> adoption(TableDump orphan) {
    return List.of(new NftOperation.AddTable(TableHold.adopted(orphan.ruleset().table())));
  }

  /** Takes note that this was done. */
  void adopted() {
    mine = true;
  }

  /** The ruleset with the flags that its table is to have, or has. */
  Ruleset wanted(Ruleset ruleset, Optional<TableDump> held) {
    return held.isEmpty()
        ? TableHold.withFlags(ruleset, flagsRefused ? 0 : hold.flagsOfNew())
        : TableHold.likened(ruleset, held);
  }

  /** Takes note that a batch was sent to make {@code ruleset} of what was held. */
  void sent(Ruleset ruleset, Optional<TableDump> held) {
    mine |= held.isEmpty() && ruleset.table().flags() != 0;
  }

  /** Whether it was for the flags, which an older kernel does not know: they are left out then. */
  boolean refusedBy(NftException e, Optional<TableDump> held) {
    boolean refused =
        held.isEmpty()
            && !flagsRefused
            && hold != TableHold.AS_IT_IS
            && e.reason() == NftException.Reason.REFUSED
            && e.operation().filter(NftOperation.AddTable.class::isInstance).isPresent();
    flagsRefused |= refused;
    return refused;
  }

  /**
   * Requires that nobody else owns what is held.
   *
   * @throws AgentException if somebody does
   */
  void requireOurs(Optional<TableDump> held) {
    if (!mine && held.filter(TableHold::hasOwner).isPresent()) {
      NftTable table = held.orElseThrow().ruleset().table();
      throw new AgentException(
          ExitCode.KERNEL_REFUSED,
          "table inet " + table.name() + " belongs to another process",
          "an agent runs here and sees to it: change what that one reads, or end it first");
    }
  }

  /** Finds out why it is not owned. */
  void explain(Optional<TableDump> held) {
    if (hold != TableHold.OWNED) {
      return;
    }
    if (flagsRefused) {
      missing = Optional.of("this kernel cannot keep an owned table (Linux 6.9 and newer can)");
    } else if (held.isPresent() && !TableHold.hasOwner(held.get())) {
      missing = Optional.of("the table was made without; it is when it is made anew, as at boot");
    } else {
      missing = Optional.empty();
    }
  }
}
