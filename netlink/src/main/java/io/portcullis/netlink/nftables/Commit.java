package io.portcullis.netlink.nftables;

import io.portcullis.netlink.Align;
import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MessageHeader;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.Errno;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sends one batch and finds out what became of it.
 *
 * <p>No acknowledgement is asked for: the kernel works on the batch while we send it, so afterwards
 * either errors wait on the socket, or there are none. Where the kernel had to drop some of them
 * (ENOBUFS), the generation tells: only a commit moves it.
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
    session.send("commit of " + operations.size() + " operations");
    Drained drained = drain(session, batch);
    if (drained.first.isPresent()) {
      throw Failures.of(drained.first.get(), batch, session.writer(), operations, generation);
    }
    long now = currentGeneration.getAsLong();
    if (drained.lost && now == generation) {
      throw new NftException(
          NftException.Reason.NO_ANSWER,
          Errno.ENOBUFS,
          "commit of " + operations.size() + " operations left the generation at " + now);
    }
    return now;
  }

  private record Drained(Optional<KernelError> first, boolean lost) {}

  private static Drained drain(NftSession session, BatchCodec batch) {
    Optional<KernelError> first = Optional.empty();
    boolean lost = false;
    while (true) {
      int length = session.socket().receiveNow();
      if (length == -Errno.ENOBUFS) {
        lost = true;
      } else if (length == -Errno.EAGAIN) {
        return new Drained(first, lost);
      } else if (length < 0) {
        throw new NftException(
            NftException.reason(-length), -length, "reading the answer to a batch");
      } else if (first.isEmpty()) {
        first = error(session.socket().received(), length, batch);
      }
    }
  }

  private static Optional<KernelError> error(ByteBuffer buffer, int length, BatchCodec batch) {
    int at = 0;
    while (at < length) {
      MessageHeader header = MessageHeader.read(buffer, at, length);
      if (header.type() == MessageHeader.NLMSG_ERROR) {
        KernelError error = KernelError.read(buffer, at, header);
        if (error.errno() != 0 && batch.contains(error.sequence())) {
          return Optional.of(error);
        }
      }
      at += Align.up(header.length());
    }
    return Optional.empty();
  }
}
