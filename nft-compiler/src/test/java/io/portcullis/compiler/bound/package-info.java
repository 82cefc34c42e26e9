/** Policies made to make the compiler multiply, and how large it lets them become. */
@NullMarked
package io.portcullis.compiler.bound;

import org.jspecify.annotations.NullMarked;
