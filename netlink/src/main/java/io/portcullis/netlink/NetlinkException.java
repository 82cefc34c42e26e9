package io.portcullis.netlink;

import io.portcullis.netlink.sys.Errno;
import io.portcullis.netlink.sys.SystemCallException;
import java.io.Serial;
import java.util.Optional;

/**
 * The kernel refused a request, or did not answer. The message is one line: what was tried, the
 * error number's name and text, the kernel's own words, and the attribute it objects to.
 */
public final class NetlinkException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int errno;
  private final transient Optional<KernelError> error;

  private NetlinkException(String message, int errno, Optional<KernelError> error) {
    super(message);
    this.errno = errno;
    this.error = error;
  }

  /**
   * What a request came to.
   *
   * @param tried what the request was for, such as {@code deleting link veth0}
   * @param errno positive; EAGAIN if there was no answer in time
   * @param error what the kernel sent about it
   */
  public static NetlinkException of(String tried, int errno, Optional<KernelError> error) {
    StringBuilder message = new StringBuilder(tried).append(": ");
    if (errno == Errno.EAGAIN && error.isEmpty()) {
      message.append("the kernel did not answer in time");
    } else {
      message.append(Errno.text(errno));
    }
    error.ifPresent(
        known -> {
          known.text().ifPresent(text -> message.append("; the kernel says: ").append(text));
          known.offset().ifPresent(at -> message.append("; at byte ").append(at));
          known.missing().ifPresent(type -> message.append("; attribute ").append(type));
        });
    return new NetlinkException(message.toString(), errno, error);
  }

  /** A system call that failed on the way. */
  public static NetlinkException of(String tried, SystemCallException cause) {
    NetlinkException made =
        new NetlinkException(tried + ": " + cause.getMessage(), cause.errno(), Optional.empty());
    made.initCause(cause);
    return made;
  }

  /** The error number, positive. */
  public int errno() {
    return errno;
  }

  /** The kernel's extended acknowledgement, where there was one. */
  public Optional<KernelError> error() {
    return error == null ? Optional.empty() : error;
  }
}
