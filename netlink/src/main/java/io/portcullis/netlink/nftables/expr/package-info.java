/**
 * The expressions of nf_tables rules: what each loads, compares or does.
 *
 * <p>One record per kernel expression, named after it; an expression or attribute that is not known
 * here becomes {@link io.portcullis.netlink.nftables.expr.Opaque} with its bytes kept.
 */
@NullMarked
package io.portcullis.netlink.nftables.expr;

import org.jspecify.annotations.NullMarked;
