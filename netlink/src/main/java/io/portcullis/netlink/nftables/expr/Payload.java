package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Loads packet bytes: {@code nft_payload.c}. Breaks the rule if the packet is too short, or for the
 * transport header if the layer-4 protocol is not known or the packet is not a first fragment.
 *
 * @param dreg where to
 * @param base which header
 * @param offset bytes from its start
 * @param length bytes, 1 to 16
 */
public record Payload(Register dreg, Base base, int offset, int length) implements Expression {

  /** {@code NFT_PAYLOAD_*_HEADER}. */
  public enum Base {
    /** 0. */
    LINK_LAYER,
    /** 1. */
    NETWORK,
    /** 2. */
    TRANSPORT,
    /** 3. */
    INNER
  }
}
