/**
 * nf_tables as immutable values: tables, chains, rules, sets and their elements, and the codec
 * between them and netlink messages.
 *
 * <p>Names are the kernel's ({@code include/uapi/linux/netfilter/nf_tables.h}). Values compare by
 * content, so what was sent and what was read back can be compared with {@code equals}. What may
 * enter: objects of nf_tables and their encoding. Expressions live in {@link
 * io.portcullis.netlink.nftables.expr}.
 */
@NullMarked
package io.portcullis.netlink.nftables;

import org.jspecify.annotations.NullMarked;
