/** Tests of the choice between layouts. */
@NullMarked
package io.portcullis.compiler.layout;

import org.jspecify.annotations.NullMarked;
