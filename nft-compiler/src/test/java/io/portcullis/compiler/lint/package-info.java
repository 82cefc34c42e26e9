@NullMarked
package io.portcullis.compiler.lint;

import org.jspecify.annotations.NullMarked;
