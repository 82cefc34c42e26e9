package io.portcullis.netlink.nftables.expr;

/**
 * Answers TCP handshakes in place of the server: {@code nft_synproxy.c}.
 *
 * @param mss maximum segment size that is announced, 0 to 65535
 * @param windowScale window scale that is announced, 0 to 14
 * @param flags {@code NF_SYNPROXY_OPT_*}
 */
public record Synproxy(int mss, int windowScale, int flags) implements Expression {

  /** Announce the maximum segment size. */
  public static final int NF_SYNPROXY_OPT_MSS = 0x1;

  /** Announce the window scale. */
  public static final int NF_SYNPROXY_OPT_WSCALE = 0x2;

  /** Announce selective acknowledgements. */
  public static final int NF_SYNPROXY_OPT_SACK_PERM = 0x4;

  /** Announce timestamps. */
  public static final int NF_SYNPROXY_OPT_TIMESTAMP = 0x8;

  public Synproxy {
    Checks.u16("the mss of synproxy", mss);
    Checks.between("the window scale of synproxy", windowScale, 0, 14);
  }
}
