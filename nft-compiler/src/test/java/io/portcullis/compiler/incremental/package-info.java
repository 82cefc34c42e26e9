/** Compiling from the last compilation comes to what compiling from the beginning does. */
@NullMarked
package io.portcullis.compiler.incremental;

import org.jspecify.annotations.NullMarked;
