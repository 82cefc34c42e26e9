/**
 * The decision model: ordered rules, first match, flattened to regions that each have one outcome.
 *
 * <p>Two steps. {@link io.portcullis.compiler.model.ServiceModel} cuts protocols and destination
 * ports (ICMP types and codes likewise) into segments, and groups segments that face the same rules
 * into classes. {@link io.portcullis.compiler.model.SourceTable} flattens the sources of one class
 * to longest-prefix-match entries. Nothing here knows of nf_tables.
 */
@NullMarked
package io.portcullis.compiler.model;

import org.jspecify.annotations.NullMarked;
