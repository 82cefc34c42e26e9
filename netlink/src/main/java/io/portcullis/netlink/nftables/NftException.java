package io.portcullis.netlink.nftables;

import io.portcullis.netlink.sys.Errno;
import java.io.Serial;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The kernel refused something, or cannot do it at all. The message is one line: what was tried, on
 * which object, at which attribute, the error number's name and text, and the kernel's own words.
 */
public class NftException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** Why, as far as a caller decides on it. */
  public enum Reason {
    /** EPERM: the process lacks CAP_NET_ADMIN, or another process owns the table. */
    NOT_PERMITTED,
    /** The kernel has no netfilter netlink, or no nf_tables. */
    NO_NFTABLES,
    /** ERESTART: somebody else committed in between. */
    STALE_GENERATION,
    /** ENOENT. */
    NOT_FOUND,
    /** EEXIST. */
    EXISTS,
    /** EBUSY: still in use. */
    BUSY,
    /** EMSGSIZE: the batch is larger than the send buffer may be. */
    TOO_LARGE,
    /** No answer, or it was lost; what the kernel holds must be read again. */
    NO_ANSWER,
    /** Anything else, mostly EINVAL and EOPNOTSUPP. */
    REFUSED
  }

  private final Reason reason;
  private final int errno;
  private final transient Optional<FailedOperation> failed;
  private final transient Optional<String> attribute;
  private final transient Optional<String> kernelText;

  /**
   * Which operation of a batch failed.
   *
   * @param index in the list that was committed
   * @param operation itself
   */
  public record FailedOperation(int index, NftOperation operation) {}

  NftException(
      Reason reason,
      int errno,
      String tried,
      Optional<FailedOperation> failed,
      Optional<String> attribute,
      Optional<String> kernelText) {
    super(message(reason, errno, tried, attribute, kernelText));
    this.reason = reason;
    this.errno = errno;
    this.failed = failed;
    this.attribute = attribute;
    this.kernelText = kernelText;
  }

  NftException(Reason reason, int errno, String tried) {
    this(reason, errno, tried, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What a kernel throws that refuses one operation of a batch; for others that implement {@link
   * NftKernel}.
   *
   * @param errno positive
   */
  public static NftException refused(int errno, FailedOperation failed) {
    return new NftException(
        reason(errno),
        errno,
        "operation " + failed.index() + ", " + Operations.describe(failed.operation()),
        Optional.of(failed),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What a kernel throws that does not have what was asked for; for others that implement {@link
   * NftKernel}.
   *
   * @param tried what for
   */
  public static NftException notFound(String tried) {
    return new NftException(Reason.NOT_FOUND, Errno.ENOENT, tried);
  }

  /** Why, as far as a caller decides on it. */
  public Reason reason() {
    return reason;
  }

  /** The kernel's number for the reason, positive; 0 if there is none. */
  public int errno() {
    return errno;
  }

  /** Index of the operation at fault; empty if it was the batch as a whole. */
  public OptionalInt operationIndex() {
    return failed.isPresent() ? OptionalInt.of(failed.get().index()) : OptionalInt.empty();
  }

  /** The operation at fault; empty if it was the batch as a whole. */
  public Optional<NftOperation> operation() {
    return failed.map(FailedOperation::operation);
  }

  /** The object at fault, such as {@code rule in chain x of table inet portcullis}. */
  public Optional<String> object() {
    return operation().map(Operations::object);
  }

  /** The attribute at fault, if the kernel said which. */
  public Optional<String> attribute() {
    return attribute;
  }

  /** The kernel's own words, if it had any. */
  public Optional<String> kernelText() {
    return kernelText;
  }

  static Reason reason(int errno) {
    return switch (errno) {
      case Errno.EPERM -> Reason.NOT_PERMITTED;
      case Errno.EPROTONOSUPPORT, Errno.EAFNOSUPPORT -> Reason.NO_NFTABLES;
      case Errno.ERESTART -> Reason.STALE_GENERATION;
      case Errno.ENOENT -> Reason.NOT_FOUND;
      case Errno.EEXIST -> Reason.EXISTS;
      case Errno.EBUSY -> Reason.BUSY;
      case Errno.EMSGSIZE -> Reason.TOO_LARGE;
      case Errno.EAGAIN, Errno.ENOBUFS -> Reason.NO_ANSWER;
      default -> Reason.REFUSED;
    };
  }

  private static String message(
      Reason reason,
      int errno,
      String tried,
      Optional<String> attribute,
      Optional<String> kernelText) {
    StringBuilder line = new StringBuilder(tried);
    attribute.ifPresent(at -> line.append(", at ").append(at));
    if (errno != 0) {
      line.append(": ").append(Errno.text(errno));
    }
    kernelText.ifPresent(text -> line.append(": ").append(text));
    String hint =
        switch (reason) {
          case NOT_PERMITTED -> "; this needs CAP_NET_ADMIN, and a table no other process owns";
          case NO_NFTABLES -> "; the kernel has no nf_tables: load or build CONFIG_NF_TABLES";
          case STALE_GENERATION -> "; somebody else changed nf_tables: read it and try again";
          case TOO_LARGE -> "; only CAP_NET_ADMIN in the first user namespace may send more";
          case NO_ANSWER -> "; read nf_tables to see whether it happened";
          default -> "";
        };
    return line.append(hint).toString();
  }
}
