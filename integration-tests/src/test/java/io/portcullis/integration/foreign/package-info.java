/** Random rulesets that no compiler of ours made: what the kernel does against the interpreter. */
@NullMarked
package io.portcullis.integration.foreign;

import org.jspecify.annotations.NullMarked;
