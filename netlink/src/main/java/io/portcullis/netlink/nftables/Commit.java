package io.portcullis.netlink.nftables;

import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.Errno;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Sends one batch and finds out what became of it.
 *
 * <p>The kernel works on the batch while we send it, so afterwards every answer waits on the
 * socket. No acknowledgement is asked for but that of the batch's end: one for each message would
 * not fit into any receive buffer. {@link BatchAnswers} says what they prove.
 */
final class Commit {

  private Commit() {}

  static long run(
      NftSession session,
      List<NftOperation> operations,
      long generation,
      LongSupplier currentGeneration) {
    session.socket().drain();
    session.writer().clear();
    BatchCodec batch =
        BatchCodec.encode(session.writer(), operations, generation, session.sequence());
    session.sequence(batch.nextSequence());
    String tried = "commit of " + operations.size() + " operations";
    session.send(tried);
    BatchAnswers answers = answers(session, batch, tried);
    if (answers.error().isPresent()) {
      throw Failures.of(answers.error().get(), batch, session.writer(), operations, generation);
    }
    return switch (answers.fate()) {
      case CHANGED -> answers.generation().getAsLong();
      case UNCHANGED -> generation != 0 ? generation : currentGeneration.getAsLong();
      case DONE -> afterwards(generation, currentGeneration.getAsLong());
      case UNKNOWN -> throw new NftException(NftException.Reason.NO_ANSWER, Errno.ENOBUFS, tried);
    };
  }

  /**
   * The generation that a batch made which went well, where the kernel did not say. The kernel took
   * it for {@code meant} only, so if it changed anything, it made the one after that, whatever
   * others have done since.
   *
   * @param meant the generation that the batch was meant for; 0 for any
   * @param now the present one
   */
  static long afterwards(long meant, long now) {
    return meant == 0 || now == meant ? now : next(meant);
  }

  /** The generation after {@code generation}: 32 bits, and 0 is left out. */
  static long next(long generation) {
    return generation == 0xffffffffL ? 1 : generation + 1;
  }

  private static BatchAnswers answers(NftSession session, BatchCodec batch, String tried) {
    BatchAnswers answers = new BatchAnswers(batch);
    while (true) {
      int length = session.socket().receiveNow();
      if (length == -Errno.ENOBUFS) {
        answers.lost();
      } else if (length == -Errno.EAGAIN) {
        return answers;
      } else if (length < 0) {
        // The batch was sent, so that only reading it again tells what became of it.
        throw new NftException(
            NftException.Reason.NO_ANSWER, -length, "reading the answer to a " + tried);
      } else {
        answers.read(session.socket().received(), length);
      }
    }
  }
}
