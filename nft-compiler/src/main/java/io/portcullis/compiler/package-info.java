/**
 * From effective policy to an nf_tables ruleset, with a record of which rule of the ruleset stands
 * for which rule of the policy.
 *
 * <p>What may enter: pure functions between policy values and nf_tables values. Nothing here does
 * I/O.
 */
@NullMarked
package io.portcullis.compiler;

import org.jspecify.annotations.NullMarked;
