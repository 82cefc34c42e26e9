package io.portcullis.netlink.nftables;

/** One change to a table; a list of them, in order, is one transaction. */
public sealed interface NftOperation {

  /** {@code NFT_MSG_NEWTABLE}: makes the table, or leaves an equal one alone. */
  record AddTable(NftTable table) implements NftOperation {}

  /** {@code NFT_MSG_DELTABLE}: with everything in it. */
  record DeleteTable(NfFamily family, String table) implements NftOperation {}

  /** {@code NFT_MSG_NEWCHAIN}: makes the chain, or leaves one of that name, updating its policy. */
  record AddChain(NfFamily family, String table, NftChain chain) implements NftOperation {}

  /** {@code NFT_MSG_DELCHAIN}: it must be empty and unused by then. */
  record DeleteChain(NfFamily family, String table, String chain) implements NftOperation {}

  /** {@code NFT_MSG_DELRULE} without a handle: all rules of the chain. */
  record FlushChain(NfFamily family, String table, String chain) implements NftOperation {}

  /** {@code NFT_MSG_NEWRULE} with {@code NLM_F_APPEND}: at the end of its chain. */
  record AddRule(NfFamily family, String table, NftRule rule) implements NftOperation {}

  /**
   * {@code NFT_MSG_NEWRULE} with {@code NFTA_RULE_POSITION}: just before the rule with the handle
   * {@code before}. A rule that the same transaction deleted earlier still has its place until the
   * end, and may be named; one of an earlier transaction may not. Several of them with one handle
   * stand in the order in which they were sent.
   */
  record InsertRule(NfFamily family, String table, NftRule rule, long before)
      implements NftOperation {}

  /** {@code NFT_MSG_DELRULE} by handle. */
  record DeleteRule(NfFamily family, String table, String chain, long handle)
      implements NftOperation {}

  /** {@code NFT_MSG_NEWSET}. */
  record AddSet(NfFamily family, String table, NftSet set) implements NftOperation {}

  /** {@code NFT_MSG_DELSET}: it must be unused by then. */
  record DeleteSet(NfFamily family, String table, String set) implements NftOperation {}

  /** {@code NFT_MSG_NEWOBJ}: makes the object, or leaves one of that name and type. */
  record AddObject(NfFamily family, String table, NftObject object) implements NftOperation {}

  /** {@code NFT_MSG_DELOBJ}: it must be unused by then. */
  record DeleteObject(NfFamily family, String table, String object, int type)
      implements NftOperation {}

  /** {@code NFT_MSG_NEWFLOWTABLE}: makes the flowtable, or leaves one of that name. */
  record AddFlowtable(NfFamily family, String table, NftFlowtable flowtable)
      implements NftOperation {}

  /** {@code NFT_MSG_DELFLOWTABLE}: it must be unused by then. */
  record DeleteFlowtable(NfFamily family, String table, String flowtable) implements NftOperation {}

  /** {@code NFT_MSG_NEWSETELEM}, in as many messages as the elements need. */
  record AddElements(NfFamily family, String table, String set, SetElements elements)
      implements NftOperation {}

  /** {@code NFT_MSG_DELSETELEM}, in as many messages as the elements need. */
  record DeleteElements(NfFamily family, String table, String set, SetElements elements)
      implements NftOperation {}

  /**
   * {@code NFT_MSG_DESTROY*}: as the deletion, but what is not there is no error. The table must be
   * there, but for {@link DeleteTable}; so must the set whose elements go. From Linux 6.3 on.
   *
   * @param deletion one of the {@code Delete} operations, or {@link FlushChain}
   */
  record Destroy(NftOperation deletion) implements NftOperation {

    public Destroy {
      String kind = deletion.getClass().getSimpleName();
      if (!kind.startsWith("Delete") && !(deletion instanceof FlushChain)) {
        throw new IllegalArgumentException("only a deletion can pass over what is not there");
      }
    }
  }
}
