/**
 * Packets that rules log, received.
 *
 * <p>What a rule such as {@code udp dport 9 log prefix "no: " group 5} has seen:
 *
 * <pre>{@code
 * try (Subscription<LoggedPacket> packets = Nflog.open(5, 128)) {
 *   for (Notification<LoggedPacket> next : packets.poll(Duration.ofSeconds(1))) {
 *     if (next instanceof Notification.Happened<LoggedPacket> happened) {
 *       System.out.println(happened.event().prefix() + happened.event().payload());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What may enter: {@code NFNL_SUBSYS_ULOG}.
 */
@NullMarked
package io.portcullis.netlink.nflog;

import org.jspecify.annotations.NullMarked;
