package io.portcullis.netlink.sys;

/** Error numbers of Linux that this library decides on, and the text of any. */
public final class Errno {

  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EAGAIN = 11;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int ERESTART = 85;
  public static final int EMSGSIZE = 90;
  public static final int EPROTONOSUPPORT = 93;
  public static final int EOPNOTSUPP = 95;
  public static final int EAFNOSUPPORT = 97;
  public static final int ENOBUFS = 105;

  private Errno() {}

  /** Name and text, such as {@code ENOENT (No such file or directory)}. */
  public static String text(int errno) {
    if (errno == ERESTART) {
      // Not in jnr-constants' tables on every platform, and the usual answer to a stale generation.
      return "ERESTART (Interrupted system call should be restarted)";
    }
    jnr.constants.platform.Errno known = jnr.constants.platform.Errno.valueOf(errno);
    return known == jnr.constants.platform.Errno.__UNKNOWN_CONSTANT__
        ? "errno " + errno
        : known.name() + " (" + known.description() + ")";
  }
}
