package io.portcullis.netlink.testkit;

import java.io.Serial;

/** An error number on its way from where it was found to the operation it is about. */
final class Refusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int errno;
  private boolean aboutATable;

  Refusal(int errno) {
    super("errno " + errno, null, false, false);
    this.errno = errno;
  }

  int errno() {
    return errno;
  }

  /** There is no such table. */
  static Refusal ofATable() {
    Refusal refusal = new Refusal(io.portcullis.netlink.sys.Errno.ENOENT);
    refusal.aboutATable = true;
    return refusal;
  }

  boolean isAboutATable() {
    return aboutATable;
  }

  /** Refuses with {@code errno} unless {@code condition} holds. */
  static void unless(boolean condition, int errno) {
    if (!condition) {
      throw new Refusal(errno);
    }
  }
}
