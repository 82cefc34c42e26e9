/**
 * Policy as users write it and as it applies: Calico's resources, their meaning, and nothing of how
 * a kernel enforces them.
 *
 * <p>Names are Calico's. Nothing here knows of netlink or nf_tables, and nothing here reads a file:
 * text comes in, values go out.
 */
@NullMarked
package io.portcullis.policy;

import org.jspecify.annotations.NullMarked;
