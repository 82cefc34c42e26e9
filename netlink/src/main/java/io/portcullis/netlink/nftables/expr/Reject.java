package io.portcullis.netlink.nftables.expr;

/**
 * Drops the packet, and tells its sender: {@code nft_reject.c}.
 *
 * @param type {@link #NFT_REJECT_ICMP_UNREACH} and others
 * @param icmpCode of an unreachable message of the packet's family, or {@code NFT_REJECT_ICMPX_*};
 *     without meaning for a reset
 */
public record Reject(int type, int icmpCode) implements Expression {

  /** An ICMP or ICMPv6 message. */
  public static final int NFT_REJECT_ICMP_UNREACH = 0;

  /** A TCP reset. */
  public static final int NFT_REJECT_TCP_RST = 1;

  /** An ICMP or ICMPv6 message with a code that both have. */
  public static final int NFT_REJECT_ICMPX_UNREACH = 2;

  /** A code of {@link #NFT_REJECT_ICMPX_UNREACH}: no route. */
  public static final int NFT_REJECT_ICMPX_NO_ROUTE = 0;

  /** No such port; the usual one. */
  public static final int NFT_REJECT_ICMPX_PORT_UNREACH = 1;

  /** No such host. */
  public static final int NFT_REJECT_ICMPX_HOST_UNREACH = 2;

  /** Forbidden. */
  public static final int NFT_REJECT_ICMPX_ADMIN_PROHIBITED = 3;

  public Reject {
    Checks.between("the type of reject", type, 0, NFT_REJECT_ICMPX_UNREACH);
    Checks.between("the ICMP code of reject", icmpCode, 0, type == NFT_REJECT_TCP_RST ? 0 : 0xff);
  }

  /** With a TCP reset. */
  public static Reject reset() {
    return new Reject(NFT_REJECT_TCP_RST, 0);
  }
}
