package io.portcullis.netlink.testkit;

import java.io.Serial;

/** An error number on its way from where it was found to the operation it is about. */
final class Refusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int errno;

  Refusal(int errno) {
    super("errno " + errno, null, false, false);
    this.errno = errno;
  }

  int errno() {
    return errno;
  }

  /** Refuses with {@code errno} unless {@code condition} holds. */
  static void unless(boolean condition, int errno) {
    if (!condition) {
      throw new Refusal(errno);
    }
  }
}
