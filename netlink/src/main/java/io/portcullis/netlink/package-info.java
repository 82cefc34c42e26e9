/**
 * Netlink for the JVM: messages, attributes, sockets, and the errors the kernel answers with.
 *
 * <p>Where to begin: {@link io.portcullis.netlink.nftables} for tables, chains, rules and sets;
 * {@link io.portcullis.netlink.nftables.events} to watch them, and packets on their way; {@link
 * io.portcullis.netlink.route} for links, addresses and routes; {@link
 * io.portcullis.netlink.conntrack} for connections; {@link io.portcullis.netlink.nflog} for logged
 * packets. The documentation of each is a short course; what is shown there is compiled and run by
 * the tests.
 *
 * <p>Another family of messages is a question and the reading of its answer:
 *
 * <pre>{@code
 * int rtmGetLink = 18;
 * int ifinfomsg = 16;
 * try (Exchange exchange = new Exchange(NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE))) {
 *   List<Integer> indexes =
 *       exchange.dump(
 *           "listing links",
 *           rtmGetLink,
 *           out -> out.putEncoded(new byte[ifinfomsg]),
 *           (header, buffer, from, to) -> Optional.of(buffer.getInt(from + 4)));
 *   System.out.println("links " + indexes);
 * }
 * }</pre>
 *
 * <p>What may enter: what every netlink family shares. What belongs to one family lives in a
 * package of its own, such as {@link io.portcullis.netlink.nftables}; what crosses into the C
 * library lives in {@link io.portcullis.netlink.sys}. Nothing here knows of policy.
 */
@NullMarked
package io.portcullis.netlink;

import org.jspecify.annotations.NullMarked;
