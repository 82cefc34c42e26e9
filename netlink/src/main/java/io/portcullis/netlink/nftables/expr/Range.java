package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Register;

/**
 * Breaks the rule unless a register lies in (or, inverted, outside) a range: {@code nft_range.c}.
 *
 * @param sreg what is compared
 * @param inverted {@code NFT_RANGE_NEQ} instead of {@code NFT_RANGE_EQ}
 * @param from first value that is in
 * @param to last value that is in
 */
public record Range(Register sreg, boolean inverted, Bytes from, Bytes to) implements Expression {}
