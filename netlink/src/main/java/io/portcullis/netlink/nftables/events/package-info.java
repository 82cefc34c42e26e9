/**
 * nf_tables as it changes: who committed what.
 *
 * <pre>{@code
 * try (Subscription<NftEvent> events = NftWatch.open()) {
 *   for (Notification<NftEvent> next : events.poll(Duration.ofSeconds(1))) {
 *     if (next instanceof Notification.Happened<NftEvent> happened
 *         && happened.event() instanceof NftEvent.NewGeneration commit) {
 *       System.out.println(commit.processName() + " made generation " + commit.generation());
 *     } else if (next instanceof Notification.Lost<NftEvent>) {
 *       // Read the ruleset again.
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What may enter: {@code NFNLGRP_NFTABLES}. Reading and committing are in {@link
 * io.portcullis.netlink.nftables.NfTables}.
 */
@NullMarked
package io.portcullis.netlink.nftables.events;

import org.jspecify.annotations.NullMarked;
