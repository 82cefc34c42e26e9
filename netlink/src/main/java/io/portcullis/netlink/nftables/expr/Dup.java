package io.portcullis.netlink.nftables.expr;

import io.portcullis.netlink.nftables.Register;
import java.util.Optional;

/**
 * Sends a copy of the packet elsewhere: {@code nft_dup_ipv4.c}, {@code nft_dup_netdev.c}.
 *
 * @param address where the gateway's address is; not in netdev chains
 * @param device where the interface index is, host order; needed in netdev chains
 */
public record Dup(Optional<Register> address, Optional<Register> device) implements Expression {}
