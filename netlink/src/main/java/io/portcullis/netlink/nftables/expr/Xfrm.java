package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads something about the IPsec state of the packet: {@code nft_xfrm.c}.
 *
 * @param dreg where to
 * @param key {@link #NFT_XFRM_KEY_DADDR_IP4} and others
 * @param direction 0 for what came in ({@code XFRM_POLICY_IN}), 1 for what goes out
 * @param state which of several, the outermost first; unsigned
 */
public record Xfrm(Register dreg, int key, int direction, int state) implements Expression {

  /** Destination of the tunnel: 4 bytes. */
  public static final int NFT_XFRM_KEY_DADDR_IP4 = 1;

  /** Destination of the tunnel: 16 bytes. */
  public static final int NFT_XFRM_KEY_DADDR_IP6 = 2;

  /** Source of the tunnel: 4 bytes. */
  public static final int NFT_XFRM_KEY_SADDR_IP4 = 3;

  /** Source of the tunnel: 16 bytes. */
  public static final int NFT_XFRM_KEY_SADDR_IP6 = 4;

  /** Request number: 4 bytes, host order. */
  public static final int NFT_XFRM_KEY_REQID = 5;

  /** Security parameter index: 4 bytes, network order. */
  public static final int NFT_XFRM_KEY_SPI = 6;

  public Xfrm {
    Checks.between("the key of xfrm", key, NFT_XFRM_KEY_DADDR_IP4, NFT_XFRM_KEY_SPI);
    Checks.between("the direction of xfrm", direction, 0, 1);
  }
}
