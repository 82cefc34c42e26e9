package io.portcullis.netlink.nftables.events;

import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftFlowtable;
import io.portcullis.netlink.nftables.NftObject;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.RuleWithHandle;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a commit did to nf_tables. The events of one commit come one after the other, and {@link
 * NewGeneration} ends them.
 */
public sealed interface NftEvent {

  /** A table is new, or was changed. */
  record TableAdded(NftTable table) implements NftEvent {}

  record TableDeleted(NfFamily family, String table) implements NftEvent {}

  /** A chain is new, or was changed. */
  record ChainAdded(NfFamily family, String table, NftChain chain) implements NftEvent {}

  record ChainDeleted(NfFamily family, String table, String chain) implements NftEvent {}

  /** A rule is new; one that replaces another comes with that one's deletion. */
  record RuleAdded(NfFamily family, String table, RuleWithHandle rule) implements NftEvent {}

  record RuleDeleted(NfFamily family, String table, String chain, long handle)
      implements NftEvent {}

  record SetAdded(NfFamily family, String table, NftSet set) implements NftEvent {}

  record SetDeleted(NfFamily family, String table, String set) implements NftEvent {}

  record ElementsAdded(NfFamily family, String table, String set, List<NftSetElem> elements)
      implements NftEvent {

    public ElementsAdded {
      elements = List.copyOf(elements);
    }
  }

  /** By somebody; the kernel says nothing of elements whose time is over. */
  record ElementsDeleted(NfFamily family, String table, String set, List<NftSetElem> elements)
      implements NftEvent {

    public ElementsDeleted {
      elements = List.copyOf(elements);
    }
  }

  record ObjectAdded(NfFamily family, String table, NftObject object) implements NftEvent {}

  /**
   * A stateful object is gone.
   *
   * @param type {@code NFT_OBJECT_*}
   */
  record ObjectDeleted(NfFamily family, String table, String object, int type)
      implements NftEvent {}

  record FlowtableAdded(NfFamily family, String table, NftFlowtable flowtable)
      implements NftEvent {}

  record FlowtableDeleted(NfFamily family, String table, String flowtable) implements NftEvent {}

  /**
   * Something that has no event here.
   *
   * @param message {@code NFT_MSG_*}
   */
  record Other(NfFamily family, int message) implements NftEvent {}

  /**
   * A commit is complete.
   *
   * @param generation as in {@code NfTables.generation()}
   * @param process id of who committed, in the machine's first process namespace
   * @param processName its {@code comm}, at most 15 bytes
   */
  record NewGeneration(long generation, OptionalInt process, Optional<String> processName)
      implements NftEvent {}
}
