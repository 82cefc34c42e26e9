/**
 * Tracked connections: read, found, deleted, given another timeout, and watched.
 *
 * <p>Ends every connection with a mark:
 *
 * <pre>{@code
 * try (Conntrack conntrack = Conntrack.open()) {
 *   for (ConntrackEntry entry : conntrack.list(ConntrackFilter.ALL.withMark(7, 0xff))) {
 *     conntrack.delete(entry);
 *   }
 * }
 * }</pre>
 *
 * <p>{@link io.portcullis.netlink.conntrack.Conntrack#watch} tells of connections as they begin,
 * change and end.
 *
 * <p>What may enter: {@code NFNL_SUBSYS_CTNETLINK}.
 */
@NullMarked
package io.portcullis.netlink.conntrack;

import org.jspecify.annotations.NullMarked;
