/** Tests of the decision model. */
@NullMarked
package io.portcullis.compiler.model;

import org.jspecify.annotations.NullMarked;
