package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;

/**
 * What names the object of a deletion: {@code NFT_MSG_DEL*}, and {@code NFT_MSG_DESTROY*} (Linux
 * 6.3) for what need not be there.
 *
 * @param family of its table
 * @param delete the message that refuses where it is missing
 * @param destroy the message that does not
 */
record DeletionCodec(NfFamily family, int delete, int destroy) {

  static final int NFT_MSG_DESTROYTABLE = 26;
  static final int NFT_MSG_DESTROYCHAIN = 27;
  static final int NFT_MSG_DESTROYRULE = 28;
  static final int NFT_MSG_DESTROYSET = 29;
  static final int NFT_MSG_DESTROYSETELEM = 30;
  static final int NFT_MSG_DESTROYOBJ = 31;
  static final int NFT_MSG_DESTROYFLOWTABLE = 32;

  /** That of any deletion but that of elements, which take several messages. */
  static DeletionCodec of(NftOperation deletion) {
    if (deletion instanceof NftOperation.DeleteTable del) {
      return new DeletionCodec(del.family(), NFT_MSG_DELTABLE, NFT_MSG_DESTROYTABLE);
    } else if (deletion instanceof NftOperation.DeleteChain del) {
      return new DeletionCodec(del.family(), NFT_MSG_DELCHAIN, NFT_MSG_DESTROYCHAIN);
    } else if (deletion instanceof NftOperation.FlushChain flush) {
      return new DeletionCodec(flush.family(), NFT_MSG_DELRULE, NFT_MSG_DESTROYRULE);
    } else if (deletion instanceof NftOperation.DeleteRule del) {
      return new DeletionCodec(del.family(), NFT_MSG_DELRULE, NFT_MSG_DESTROYRULE);
    } else if (deletion instanceof NftOperation.DeleteSet del) {
      return new DeletionCodec(del.family(), NFT_MSG_DELSET, NFT_MSG_DESTROYSET);
    } else if (deletion instanceof NftOperation.DeleteObject del) {
      return new DeletionCodec(del.family(), NFT_MSG_DELOBJ, NFT_MSG_DESTROYOBJ);
    } else if (deletion instanceof NftOperation.DeleteFlowtable del) {
      return new DeletionCodec(del.family(), NFT_MSG_DELFLOWTABLE, NFT_MSG_DESTROYFLOWTABLE);
    }
    throw new IllegalArgumentException("no deletion: " + deletion);
  }

  /** Writes the attributes that find its object. */
  static void encode(MessageWriter out, NftOperation deletion) {
    if (deletion instanceof NftOperation.DeleteTable del) {
      out.putString(NFTA_TABLE_NAME, del.table());
    } else if (deletion instanceof NftOperation.DeleteChain del) {
      out.putString(NFTA_CHAIN_TABLE, del.table());
      out.putString(NFTA_CHAIN_NAME, del.chain());
    } else if (deletion instanceof NftOperation.FlushChain flush) {
      out.putString(NFTA_RULE_TABLE, flush.table());
      out.putString(NFTA_RULE_CHAIN, flush.chain());
    } else if (deletion instanceof NftOperation.DeleteRule del) {
      out.putString(NFTA_RULE_TABLE, del.table());
      out.putString(NFTA_RULE_CHAIN, del.chain());
      out.putU64be(NFTA_RULE_HANDLE, del.handle());
    } else if (deletion instanceof NftOperation.DeleteSet del) {
      out.putString(NFTA_SET_TABLE, del.table());
      out.putString(NFTA_SET_NAME, del.set());
    } else if (deletion instanceof NftOperation.DeleteObject del) {
      out.putString(NFTA_OBJ_TABLE, del.table());
      out.putString(NFTA_OBJ_NAME, del.object());
      out.putU32be(NFTA_OBJ_TYPE, del.type());
    } else if (deletion instanceof NftOperation.DeleteFlowtable del) {
      FlowtableCodec.encodeName(out, del.table(), del.flowtable());
    }
  }
}
