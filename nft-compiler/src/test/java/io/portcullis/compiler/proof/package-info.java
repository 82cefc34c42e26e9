/** Tests of the proof: what it must prove, and what it must not. */
@NullMarked
package io.portcullis.compiler.proof;

import org.jspecify.annotations.NullMarked;
