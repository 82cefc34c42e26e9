/**
 * What a kernel counted, by what decided it.
 *
 * <p>What may enter: pure functions from a compiled policy, and the ruleset that a kernel holds for
 * it, to sums. Reading the kernel is not done here.
 */
@NullMarked
package io.portcullis.compiler.hits;

import org.jspecify.annotations.NullMarked;
