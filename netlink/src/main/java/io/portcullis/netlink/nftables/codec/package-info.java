/**
 * The encoding of nf_tables objects: one class an object, each with {@code encode} and {@code
 * decode}.
 *
 * <p>Integers are in network order, as everywhere in nf_tables. Decoding throws {@link
 * io.portcullis.netlink.MalformedMessageException} and nothing else. What the kernel adds on its
 * own account is left out of the values, so that what was sent equals what is read back: handles,
 * use counts, positions, a table's owner, a base chain's counters, a set's back-end and element
 * count, an element's remaining time. Everything else that is not known is kept: whole expressions
 * as {@link io.portcullis.netlink.nftables.expr.Opaque}, attributes of objects as {@link
 * io.portcullis.netlink.UnknownAttributes}.
 *
 * <p>What may enter: nothing but encoding; sockets are in {@link io.portcullis.netlink.nftables}.
 */
@NullMarked
package io.portcullis.netlink.nftables.codec;

import org.jspecify.annotations.NullMarked;
