/**
 * Runs a ruleset on a packet, expression by expression, as {@code nft_do_chain()} of the kernel's
 * {@code nf_tables_core.c} does.
 *
 * <p>What may enter: what a kernel expression does, written from its {@code eval} function. What
 * depends on more than {@link io.portcullis.policy.packet.Packet} holds is refused, not guessed.
 */
@NullMarked
package io.portcullis.compiler.interpret;

import org.jspecify.annotations.NullMarked;
