package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;

/**
 * Changes something about the packet: {@code nft_meta.c}. The kernel takes mark, priority, nftrace,
 * pkttype and secmark.
 *
 * @param sreg the new value: 4 bytes, host order, or 1 byte for nftrace and pkttype
 * @param key {@code NFT_META_*}
 */
public record MetaWrite(Register sreg, int key) implements Expression {}
