package io.portcullis.agent;

import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.TableDump;
import java.util.Optional;

/**
 * Whose a table is, by its flags {@code NFT_TABLE_F_OWNER} and {@code NFT_TABLE_F_PERSIST}: of
 * nobody, as ever; of the socket that made it, so that the kernel refuses everybody else; or an
 * orphan, left by an owner that is gone, for the next one to adopt ({@code nf_tables_updtable()},
 * Linux 6.9). A table that was made without the flags never gets them.
 */
enum TableHold {
  /** Whatever it is, it stays; a new one is nobody's. */
  AS_IT_IS,
  /** A new one becomes an orphan as soon as whoever makes it has ended. */
  TO_BE_ADOPTED,
  /** It is owned wherever the kernel lets it. */
  OWNED;

  private static final int FLAGS = NftTable.F_OWNER | NftTable.F_PERSIST;

  /** The flags of a table that is made anew. */
  int flagsOfNew() {
    return this == AS_IT_IS ? 0 : FLAGS;
  }

  static int flags(TableDump held) {
    return held.ruleset().table().flags() & FLAGS;
  }

  static boolean hasOwner(TableDump held) {
    return (flags(held) & NftTable.F_OWNER) != 0;
  }

  static boolean isOrphan(TableDump held) {
    return flags(held) == NftTable.F_PERSIST;
  }

  /** The table as its new owner sends it. */
  static NftTable adopted(NftTable orphan) {
    return withFlags(orphan, orphan.flags() | FLAGS);
  }

  /** What is wanted, with the held table's flags; they say nothing of what it does to packets. */
  static Ruleset likened(Ruleset wanted, Optional<TableDump> held) {
    return held.map(dump -> withFlags(wanted, flags(dump))).orElse(wanted);
  }

  static Ruleset withFlags(Ruleset wanted, int flags) {
    return new Ruleset(
        withFlags(wanted.table(), flags),
        wanted.chains(),
        wanted.rules(),
        wanted.sets(),
        wanted.elements(),
        wanted.objects());
  }

  private static NftTable withFlags(NftTable table, int flags) {
    return new NftTable(table.family(), table.name(), flags, table.userData(), table.unknown());
  }
}
