/** Tests of explanations. */
@NullMarked
package io.portcullis.compiler.explain;

import org.jspecify.annotations.NullMarked;
