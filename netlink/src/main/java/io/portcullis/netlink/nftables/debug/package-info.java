/**
 * Netlink messages and rules as text, in the forms that libmnl and libnftnl print and that {@code
 * nft --debug=mnl} and {@code nft --debug=netlink} therefore show: so that what this library sends
 * or reads can be compared line by line with what {@code nft} does.
 *
 * <p>What may enter: printing of messages and of what they were decoded to. Nothing here reads such
 * text.
 */
@NullMarked
package io.portcullis.netlink.nftables.debug;

import org.jspecify.annotations.NullMarked;
