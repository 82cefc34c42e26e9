@NullMarked
package io.portcullis.compiler.diff;

import org.jspecify.annotations.NullMarked;
