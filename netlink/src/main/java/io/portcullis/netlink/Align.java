package io.portcullis.netlink;

/** Lengths in netlink are counted without padding, and everything starts at a multiple of four. */
public final class Align {

  /** {@code NLMSG_HDRLEN}: the bytes of {@code struct nlmsghdr}. */
  public static final int NLMSG_HDRLEN = 16;

  /** {@code NLA_HDRLEN}: the bytes of {@code struct nlattr}. */
  public static final int NLA_HDRLEN = 4;

  private Align() {}

  // #define NLMSG_ALIGN(len) ( ((len)+NLMSG_ALIGNTO-1) & ~(NLMSG_ALIGNTO-1) )
  // #define NLA_ALIGN(len)   (((len) + NLA_ALIGNTO - 1) & ~(NLA_ALIGNTO - 1))
  /** {@code length} rounded up to a multiple of four: both macros, which are the same. */
  public static int up(int length) {
    return (length + 3) & ~3;
  }
}
