package io.portcullis.netlink.nftables.expr;

/**
 * Matches while there are at most {@code count} connections (or, inverted, more): {@code
 * nft_connlimit.c}.
 *
 * @param count unsigned
 * @param inverted {@code NFT_CONNLIMIT_F_INV}
 */
public record Connlimit(int count, boolean inverted) implements Expression {}
