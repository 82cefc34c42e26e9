package io.portcullis.netlink.sys;

import java.io.Serial;

/** A system call that failed: which one, on what, and the kernel's reason. */
public final class SystemCallException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int errno;

  public SystemCallException(String operation, int errno) {
    super(operation + ": " + Errno.text(errno));
    this.errno = errno;
  }

  /** The kernel's number for the reason, positive. */
  public int errno() {
    return errno;
  }
}
