package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.AttributeReader;
import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.nftables.codec.ObjectAttributes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel said of one batch, and what follows from it.
 *
 * <p>Three things prove what became of a batch, each by itself, whatever else was lost:
 *
 * <ul>
 *   <li>An error about one of its messages: {@code nfnetlink_rcv_batch()} commits only a batch
 *       without any, so nothing was changed.
 *   <li>{@code NFT_MSG_NEWGEN} with the sequence of its first operation, which asks for it by
 *       {@code NLM_F_ECHO}: {@code nf_tables_commit()} sends it after the change, with the new
 *       generation. Kernels before 5.13 send none to who asks.
 *   <li>An acknowledgement of its end: sent only once the commit went well. Kernels before 6.10
 *       send none.
 * </ul>
 *
 * That the generation moved proves nothing: somebody else may have moved it.
 */
final class BatchAnswers {

  private static final int NEWGEN =
      (BatchCodec.NFNL_SUBSYS_NFTABLES << 8) | ObjectAttributes.NFT_MSG_NEWGEN;
  private static final int NFGENMSG = 4;

  private final int first;
  private final int echo;
  private final int last;
  private Optional<KernelError> error = Optional.empty();
  private OptionalLong generation = OptionalLong.empty();
  private boolean acknowledged;
  private boolean lost;

  BatchAnswers(BatchCodec batch) {
    this(batch.firstSequence(), batch.echoSequence(), batch.lastSequence());
  }

  /** For a batch by the sequences of its beginning, its first operation, and its end. */
  BatchAnswers(int first, int echo, int last) {
    this.first = first;
    this.echo = echo;
    this.last = last;
  }

  /** Takes one datagram, in [0, {@code length}). */
  void read(ByteBuffer buffer, int length) {
    int at = 0;
    while (at < length) {
      MessageHeader header = MessageHeader.read(buffer, at, length);
      if (header.type() == MessageHeader.NLMSG_ERROR) {
        error(KernelError.read(buffer, at, header));
      } else if (header.type() == NEWGEN && header.sequence() == echo) {
        int body = at + Align.NLMSG_HDRLEN + NFGENMSG;
        newGeneration(new AttributeReader(buffer, body, at + header.length()));
      }
      at += Align.up(header.length());
    }
  }

  /** Notes that the kernel had to drop an answer. */
  void lost() {
    lost = true;
  }

  /** The first error about this batch; nothing of the batch was kept then. */
  Optional<KernelError> error() {
    return error;
  }

  /** What is known of a batch about which there was no error. */
  enum Fate {
    /** It changed something, and made the generation that {@link #generation} gives. */
    CHANGED,
    /** It went well, and there was nothing to change. */
    UNCHANGED,
    /** It went well; this kernel does not say whether something changed. */
    DONE,
    /** It may have gone either way. */
    UNKNOWN
  }

  /** What became of the batch, given that {@link #error} is empty. */
  Fate fate() {
    if (generation.isPresent()) {
      return Fate.CHANGED;
    }
    if (lost) {
      return acknowledged ? Fate.DONE : Fate.UNKNOWN;
    }
    return acknowledged ? Fate.UNCHANGED : Fate.DONE;
  }

  /** The generation that this batch made, 1 to 2^32 - 1. */
  OptionalLong generation() {
    return generation;
  }

  private void error(KernelError read) {
    // Sequences may wrap, so that only differences count.
    boolean ours = read.sequence() - first >= 0 && read.sequence() - last <= 0;
    if (ours && read.errno() != 0 && error.isEmpty()) {
      error = Optional.of(read);
    }
    acknowledged |= read.errno() == 0 && read.sequence() == last;
  }

  private void newGeneration(AttributeReader in) {
    while (in.next()) {
      if (in.type() == ObjectAttributes.NFTA_GEN_ID) {
        generation = OptionalLong.of(in.u32be() & 0xffffffffL);
      }
    }
  }
}
