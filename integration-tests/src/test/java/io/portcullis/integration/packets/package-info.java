/**
 * What policy costs a packet: {@code ./portcullis bench packets}, which starts {@link
 * io.portcullis.integration.packets.PacketBench}. A {@link
 * io.portcullis.integration.packets.Workload} is a policy and packets with a known verdict; a
 * {@link io.portcullis.integration.packets.Variant} is one way to enforce it; a {@link
 * io.portcullis.integration.packets.Arena} is the namespace in which one ruleset meets the packets.
 * Figures, never assertions on time. Only what is measured and how it is shown may enter.
 */
@NullMarked
package io.portcullis.integration.packets;

import org.jspecify.annotations.NullMarked;
