/** Random policy, random packets: what the kernel does against what the plain reading says. */
@NullMarked
package io.portcullis.integration.differential;

import org.jspecify.annotations.NullMarked;
