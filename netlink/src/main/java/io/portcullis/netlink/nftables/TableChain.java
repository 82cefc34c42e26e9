package io.portcullis.netlink.nftables;

/**
 * A chain, and the table it stands in.
 *
 * @param family of the table
 * @param table its name
 * @param chain itself
 */
public record TableChain(NfFamily family, String table, NftChain chain) {}
