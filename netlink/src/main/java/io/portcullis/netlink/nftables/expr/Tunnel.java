package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads something about the tunnel that the packet came out of: {@code nft_tunnel.c}.
 *
 * @param dreg where to
 * @param key {@link #NFT_TUNNEL_PATH} or {@link #NFT_TUNNEL_ID}
 * @param mode {@link #NFT_TUNNEL_MODE_NONE} and others
 */
public record Tunnel(Register dreg, int key, int mode) implements Expression {

  /** Whether it came out of one: 1 byte. */
  public static final int NFT_TUNNEL_PATH = 0;

  /** The tunnel's number: 4 bytes, host order. */
  public static final int NFT_TUNNEL_ID = 1;

  /** Either way. */
  public static final int NFT_TUNNEL_MODE_NONE = 0;

  /** Received. */
  public static final int NFT_TUNNEL_MODE_RX = 1;

  /** To be sent. */
  public static final int NFT_TUNNEL_MODE_TX = 2;

  public Tunnel {
    Checks.between("the key of tunnel", key, NFT_TUNNEL_PATH, NFT_TUNNEL_ID);
    Checks.between("the mode of tunnel", mode, NFT_TUNNEL_MODE_NONE, NFT_TUNNEL_MODE_TX);
  }
}
