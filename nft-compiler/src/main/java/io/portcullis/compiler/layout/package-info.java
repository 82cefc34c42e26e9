/**
 * Which maps, keyed by what: shapes that mean the same, and what each costs a packet.
 *
 * <p>What may enter: prices that were measured, sizes, and the choice between shapes. Nothing here
 * knows of nf_tables or of policy.
 */
@NullMarked
package io.portcullis.compiler.layout;

import org.jspecify.annotations.NullMarked;
