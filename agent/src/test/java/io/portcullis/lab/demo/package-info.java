/** Tests of the demo; those with the kernel need root. */
@NullMarked
package io.portcullis.lab.demo;

import org.jspecify.annotations.NullMarked;
