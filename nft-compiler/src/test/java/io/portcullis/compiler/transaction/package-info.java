/** Tests of transactions, most of them against the kernel. */
@NullMarked
package io.portcullis.compiler.transaction;

import org.jspecify.annotations.NullMarked;
