package io.portcullis.netlink.nftables.events;

import io.portcullis.netlink.nftables.NfFamily;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * That a commit did something to a table, and who it was; not what it did. {@link NftEvent} tells
 * that too, and costs a reading of every rule and element of every table.
 */
public sealed interface NftChange {

  /**
   * Something in a table was added, changed or deleted, or the table itself.
   *
   * @param family of the table
   * @param table its name
   * @param message {@code NFT_MSG_*}, such as 6 for a new rule
   */
  record Touched(NfFamily family, String table, int message) implements NftChange {

    /** In words, such as {@code rule added}. */
    public String what() {
      return ChangeCodec.words(message);
    }
  }

  /**
   * The commit is complete; what it touched came before.
   *
   * @param generation as in {@code NfTables.generation()}
   * @param process id of who committed, in the machine's first process namespace
   * @param processName its {@code comm}, at most 15 bytes
   */
  record Committed(long generation, OptionalInt process, Optional<String> processName)
      implements NftChange {}
}
