/**
 * Netlink for the JVM: messages, attributes, sockets, and the errors the kernel answers with.
 *
 * <p>What may enter: what every netlink family shares. What belongs to one family lives in a
 * package of its own, such as {@link io.portcullis.netlink.nftables}; what crosses into the C
 * library lives in {@link io.portcullis.netlink.sys}. Nothing here knows of policy.
 */
@NullMarked
package io.portcullis.netlink;

import org.jspecify.annotations.NullMarked;
