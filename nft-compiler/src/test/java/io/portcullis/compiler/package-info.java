/** Tests of the compiler, and policies made up for them. */
@NullMarked
package io.portcullis.compiler;

import org.jspecify.annotations.NullMarked;
