package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads something about the packet's route: {@code nft_rt.c}.
 *
 * @param dreg where to
 * @param key {@link #NFT_RT_CLASSID} and others
 */
public record Rt(Register dreg, int key) implements Expression {

  /** The route's class: 4 bytes, host order. */
  public static final int NFT_RT_CLASSID = 0;

  /** The next hop's IPv4 address: 4 bytes. */
  public static final int NFT_RT_NEXTHOP4 = 1;

  /** The next hop's IPv6 address: 16 bytes. */
  public static final int NFT_RT_NEXTHOP6 = 2;

  /** The largest TCP segment that the path takes: 2 bytes, host order. */
  public static final int NFT_RT_TCPMSS = 3;

  /** Whether IPsec is on the way: 1 byte. */
  public static final int NFT_RT_XFRM = 4;

  public Rt {
    Checks.between("the key of rt", key, NFT_RT_CLASSID, NFT_RT_XFRM);
  }
}
