/**
 * Compiling the next policy from the last one: what does not change is not looked at again.
 *
 * <p>What may enter: values in, values out, and what was kept of the last compilation. Whatever it
 * cannot do it leaves to the compiler; what comes out is the same.
 */
@NullMarked
package io.portcullis.compiler.incremental;

import org.jspecify.annotations.NullMarked;
