package io.portcullis.netlink.nftables;

import io.portcullis.netlink.KernelError;
import io.portcullis.netlink.MessageWriter;
import io.portcullis.netlink.nftables.codec.BatchCodec;
import io.portcullis.netlink.sys.Errno;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From the kernel's errors to ours. */
final class Failures {

  private Failures() {}

  /** For a single request. */
  static NftException of(String tried, KernelError error) {
    return new NftException(
        NftException.reason(error.errno()),
        error.errno(),
        tried,
        Optional.empty(),
        Optional.empty(),
        error.text());
  }

  /** For the first error about a batch that {@code writer} still holds. */
  static NftException of(
      KernelError error,
      BatchCodec batch,
      MessageWriter writer,
      List<NftOperation> operations,
      long generation) {
    OptionalInt index = batch.operation(error.sequence());
    if (error.errno() == Errno.ERESTART && index.isEmpty()) {
      return new StaleGenerationException(generation);
    }
    Optional<NftException.FailedOperation> failed =
        index.isPresent()
            ? Optional.of(
                new NftException.FailedOperation(
                    index.getAsInt(), operations.get(index.getAsInt())))
            : Optional.empty();
    Optional<String> attribute = Optional.empty();
    if (error.offset().isPresent()) {
      attribute =
          FaultPath.find(
              writer.buffer(), writer.position(), error.sequence(), error.offset().getAsInt());
    } else if (error.missing().isPresent()) {
      attribute = Optional.of("missing attribute " + error.missing().getAsInt());
    }
    boolean noSubsystem = error.errno() == Errno.EOPNOTSUPP && index.isEmpty();
    return new NftException(
        noSubsystem ? NftException.Reason.NO_NFTABLES : NftException.reason(error.errno()),
        error.errno(),
        failed
            .map(f -> "operation " + f.index() + ", " + Operations.describe(f.operation()))
            .orElse("commit of " + operations.size() + " operations"),
        failed,
        attribute,
        error.text());
  }
}
