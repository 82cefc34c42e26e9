/**
 * nf_tables as it changes, and as packets meet it: who committed what.
 *
 * <pre>{@code
 * try (Subscription<NftEvent> events = NftWatch.open()) {
 *   boolean told = false;
 *   while (!told) {
 *     for (Notification<NftEvent> next : events.poll(Duration.ofSeconds(1))) {
 *       if (next instanceof Notification.Happened<NftEvent> happened
 *           && happened.event() instanceof NftEvent.NewGeneration commit) {
 *         System.out.println(commit.processName() + " made generation " + commit.generation());
 *         told = true;
 *       } else if (next instanceof Notification.Lost<NftEvent>) {
 *         System.out.println("read the ruleset again");
 *       }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>The way of packets whose {@code meta nftrace} a rule has set:
 *
 * <pre>{@code
 * try (Subscription<Trace> traces = NftWatch.traces()) {
 *   for (Notification<Trace> next : traces.poll(Duration.ofSeconds(1))) {
 *     if (next instanceof Notification.Happened<Trace> happened) {
 *       Trace step = happened.event();
 *       System.out.println(step.id() + " " + step.chain() + " " + step.verdict());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What may enter: {@code NFNLGRP_NFTABLES} and {@code NFNLGRP_NFTRACE}. Reading and committing
 * are in {@link io.portcullis.netlink.nftables.NfTables}.
 */
@NullMarked
package io.portcullis.netlink.nftables.events;

import org.jspecify.annotations.NullMarked;
