/**
 * Exact algebra of packets: what reaches which rule, as few products of sets.
 *
 * <p>Inside a {@link io.portcullis.compiler.model.ServiceClass} only source, destination and source
 * port are open, and what is left of them after some rules is a list of disjoint products, each of
 * them of sets of any shape. Where sources alone decide that list has one entry.
 *
 * <p>What may enter: set operations, and reading rules in order with them. Whatever works here
 * counts its steps and gives up at a limit, since products of adversarial rules grow.
 */
@NullMarked
package io.portcullis.compiler.space;

import org.jspecify.annotations.NullMarked;
