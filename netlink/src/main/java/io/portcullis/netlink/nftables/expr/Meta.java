package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads something about the packet: {@code nft_meta.c}.
 *
 * @param dreg where to
 * @param key {@code NFT_META_*}
 */
public record Meta(Register dreg, int key) implements Expression {

  /** {@code NFT_META_IIF}: 4 bytes, host order. */
  public static final int IIF = 4;

  /** {@code NFT_META_IIFNAME}: 16 bytes, padded with NUL. */
  public static final int IIFNAME = 6;

  /** {@code NFT_META_NFPROTO}: 1 byte, {@code NFPROTO_*}. */
  public static final int NFPROTO = 15;

  /** {@code NFT_META_L4PROTO}: 1 byte; breaks the rule if the protocol is not known. */
  public static final int L4PROTO = 16;
}
