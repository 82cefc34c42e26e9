/** Tests of the command line; those with the kernel need root. */
@NullMarked
package io.portcullis.cli;

import org.jspecify.annotations.NullMarked;
