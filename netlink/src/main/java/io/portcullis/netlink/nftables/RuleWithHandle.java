package io.portcullis.netlink.nftables;

/**
 * A rule as one kernel holds it.
 *
 * @param handle {@code NFTA_RULE_HANDLE}, unique in the table
 * @param rule its value
 */
public record RuleWithHandle(long handle, NftRule rule) {}
