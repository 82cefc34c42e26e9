/** Which room may know which, and which of them may touch the machine, held by tests. */
@NullMarked
package io.portcullis.integration.architecture;

import org.jspecify.annotations.NullMarked;
