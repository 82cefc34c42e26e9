/** Tests of the interpreter: by hand-made rulesets, and against the plain reading of policy. */
@NullMarked
package io.portcullis.compiler.interpret;

import org.jspecify.annotations.NullMarked;
