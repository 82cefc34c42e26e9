/**
 * The expressions of nf_tables rules: what each loads, compares or does.
 *
 * <p>Named after the kernel's expressions. Where one of those does several things, several records
 * share it: what loads and what stores ({@link io.portcullis.netlink.nftables.expr.Meta} and {@link
 * io.portcullis.netlink.nftables.expr.MetaWrite}), or a sealed interface with a record for each
 * form ({@link io.portcullis.netlink.nftables.expr.Immediate}, {@link
 * io.portcullis.netlink.nftables.expr.Exthdr}, {@link io.portcullis.netlink.nftables.expr.Hash}).
 * Values are checked when a record is made, and the message says what is allowed. An expression or
 * attribute that is not known here becomes {@link io.portcullis.netlink.nftables.expr.Opaque} with
 * its bytes kept.
 *
 * <p>What may enter: values without behaviour, one file an expression; encoding is in {@link
 * io.portcullis.netlink.nftables.codec}.
 */
@NullMarked
package io.portcullis.netlink.nftables.expr;

import org.jspecify.annotations.NullMarked;
