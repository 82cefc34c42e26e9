package io.portcullis.netlink.nftables.codec;

import static io.portcullis.netlink.MessageHeader.NLM_F_ACK;
import static io.portcullis.netlink.MessageHeader.NLM_F_APPEND;
import static io.portcullis.netlink.MessageHeader.NLM_F_CREATE;
import static io.portcullis.netlink.MessageHeader.NLM_F_ECHO;
import static io.portcullis.netlink.MessageHeader.NLM_F_REQUEST;
import static io.portcullis.netlink.nftables.codec.ObjectAttributes.*;

import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.SetElements;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * One transaction: {@code NFNL_MSG_BATCH_BEGIN} with the generation, operations, {@code
 * NFNL_MSG_BATCH_END}; {@code nfnetlink_rcv_batch()} reads it. Message {@code n} of the batch has
 * sequence {@code first + n}, so an error leads back to its operation.
 *
 * <p>The first operation carries {@code NLM_F_ECHO}: nf_tables_gen_notify() looks there, and not at
 * the batch's beginning, for who wants to be sent {@code NFT_MSG_NEWGEN} after the commit. The end
 * carries {@code NLM_F_ACK}.
 */
public final class BatchCodec {

  /** {@code NFNL_SUBSYS_NFTABLES}. */
  public static final int NFNL_SUBSYS_NFTABLES = 10;

  private static final int NFNL_MSG_BATCH_BEGIN = 0x10;
  private static final int NFNL_MSG_BATCH_END = 0x11;
  private static final int NFNL_BATCH_GENID = 1;
  private static final byte[][] NO_TEMPLATES = {};

  private final MessageWriter out;
  private final int firstSequence;
  private int sequence;
  private int[] operationOf = new int[64];
  private int sets;

  private BatchCodec(MessageWriter out, int firstSequence) {
    this.out = out;
    this.firstSequence = firstSequence;
    this.sequence = firstSequence;
  }

  /**
   * Writes a whole batch to {@code out}.
   *
   * @param generation the one it is meant for; 0 for any
   * @param firstSequence of its first message
   */
  public static BatchCodec encode(
      MessageWriter out, List<NftOperation> operations, long generation, int firstSequence) {
    BatchCodec batch = new BatchCodec(out, firstSequence);
    batch.bound(NFNL_MSG_BATCH_BEGIN, 0, generation);
    for (int i = 0; i < operations.size(); i++) {
      batch.operation(i, operations.get(i));
    }
    batch.bound(NFNL_MSG_BATCH_END, NLM_F_ACK, 0);
    return batch;
  }

  /** The operation whose message had {@code sequence}; empty for begin and end. */
  public OptionalInt operation(int messageSequence) {
    int index = messageSequence - firstSequence - 1;
    return index >= 0 && index < messages()
        ? OptionalInt.of(operationOf[index])
        : OptionalInt.empty();
  }

  /** The sequence that the message after this batch may have. */
  public int nextSequence() {
    return sequence;
  }

  /** The sequence of the message that begins this batch. */
  public int firstSequence() {
    return firstSequence;
  }

  /** The sequence that {@code NFT_MSG_NEWGEN} about this batch has: that of its first operation. */
  public int echoSequence() {
    return firstSequence + 1;
  }

  /** The sequence of the message that ends this batch. */
  public int lastSequence() {
    return sequence - 1;
  }

  private int messages() {
    return sequence - firstSequence - 2;
  }

  private void bound(int type, int flags, long generation) {
    out.startMessage(type, NLM_F_REQUEST | flags, sequence++);
    out.netfilterHeader(NfFamily.UNSPEC.value(), NFNL_SUBSYS_NFTABLES);
    if (generation != 0) {
      out.putU32be(NFNL_BATCH_GENID, (int) generation);
    }
    out.endMessage();
  }

  private void start(int operation, NfFamily family, int type, int flags) {
    int index = sequence - firstSequence - 1;
    if (index == operationOf.length) {
      operationOf = Arrays.copyOf(operationOf, index * 2);
    }
    operationOf[index] = operation;
    int echo = index == 0 ? NLM_F_ECHO : 0;
    out.startMessage((NFNL_SUBSYS_NFTABLES << 8) | type, NLM_F_REQUEST | flags | echo, sequence++);
    out.netfilterHeader(family.value(), 0);
  }

  private void operation(int i, NftOperation operation) {
    if (operation instanceof NftOperation.AddElements add) {
      elements(i, NFT_MSG_NEWSETELEM, add.family(), add.table(), add.set(), add.elements());
      return;
    }
    boolean destroy = operation instanceof NftOperation.Destroy;
    NftOperation deletion =
        operation instanceof NftOperation.Destroy wrapped ? wrapped.deletion() : operation;
    if (deletion instanceof NftOperation.DeleteElements del) {
      int type = destroy ? DeletionCodec.NFT_MSG_DESTROYSETELEM : NFT_MSG_DELSETELEM;
      elements(i, type, del.family(), del.table(), del.set(), del.elements());
      return;
    }
    if (operation instanceof NftOperation.AddTable add) {
      start(i, add.table().family(), NFT_MSG_NEWTABLE, NLM_F_CREATE);
      TableCodec.encode(out, add.table());
    } else if (operation instanceof NftOperation.AddChain add) {
      start(i, add.family(), NFT_MSG_NEWCHAIN, NLM_F_CREATE);
      ChainCodec.encode(out, add.table(), add.chain());
    } else if (operation instanceof NftOperation.AddRule add) {
      start(i, add.family(), NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
      RuleCodec.encode(out, add.table(), add.rule());
    } else if (operation instanceof NftOperation.InsertRule insert) {
      // With a position, NLM_F_APPEND means after it; without, before: nf_tables_newrule().
      start(i, insert.family(), NFT_MSG_NEWRULE, NLM_F_CREATE);
      RuleCodec.encode(out, insert.table(), insert.rule());
      out.putU64be(NFTA_RULE_POSITION, insert.before());
    } else if (operation instanceof NftOperation.AddSet add) {
      start(i, add.family(), NFT_MSG_NEWSET, NLM_F_CREATE);
      SetCodec.encode(out, add.table(), add.set(), ++sets);
    } else if (operation instanceof NftOperation.AddObject add) {
      start(i, add.family(), NFT_MSG_NEWOBJ, NLM_F_CREATE);
      ObjectCodec.encode(out, add.table(), add.object());
    } else if (operation instanceof NftOperation.AddFlowtable add) {
      start(i, add.family(), NFT_MSG_NEWFLOWTABLE, NLM_F_CREATE);
      FlowtableCodec.encode(out, add.table(), add.flowtable());
    } else {
      deletion(i, deletion, destroy);
    }
    out.endMessage();
  }

  private void deletion(int i, NftOperation operation, boolean destroy) {
    DeletionCodec kind = DeletionCodec.of(operation);
    start(i, kind.family(), destroy ? kind.destroy() : kind.delete(), 0);
    DeletionCodec.encode(out, operation);
  }

  private void elements(
      int i, int type, NfFamily family, String table, String set, SetElements elements) {
    boolean delete = type != NFT_MSG_NEWSETELEM;
    byte[][] templates =
        elements instanceof ElementBlock block
            ? ElementListCodec.templates(out, block, delete)
            : NO_TEMPLATES;
    int next = 0;
    // An empty deletion would flush the set, so no elements is no message.
    while (next < elements.size()) {
      start(i, family, type, delete ? 0 : NLM_F_CREATE);
      next = ElementListCodec.encode(out, table, set, elements, templates, next, delete);
      out.endMessage();
    }
  }
}
