/**
 * What is valid, and probably not what was meant, as far as it takes reading policy packet by
 * packet to see it: rules that are never reached or change nothing, failsafes before a Deny, and
 * Denys that cut off other nodes or whoever asks.
 *
 * <p>What may enter: reading a policy and saying what is odd, with file and line. Nothing here
 * changes what is enforced, and all work is bounded.
 */
@NullMarked
package io.portcullis.compiler.lint;

import org.jspecify.annotations.NullMarked;
