package io.portcullis.netlink.nftables;

import io.portcullis.netlink.UnknownAttributes;

/**
 * {@code NFT_MSG_NEWGEN}: somebody committed; told last of a transaction to group {@code
 * NFNLGRP_NFTABLES}.
 *
 * @param generation 32 bits, unsigned
 * @param processId of who committed; 0 if not told
 * @param processName of who committed, at most 15 bytes; empty if not told
 * @param unknown attributes of a newer kernel
 */
public record NewGen(
    long generation, int processId, String processName, UnknownAttributes unknown) {}
