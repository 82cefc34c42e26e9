/**
 * From the decision model to nf_tables: chains, verdict maps and sets.
 *
 * <p>A packet's way: interface, connection state, neighbour discovery, failsafes, then one map from
 * service to class, then one map per prefix length from service or class and source to the outcome.
 * Each outcome is a chain of its own, which counts, logs and gives the verdict.
 */
@NullMarked
package io.portcullis.compiler.lower;

import org.jspecify.annotations.NullMarked;
