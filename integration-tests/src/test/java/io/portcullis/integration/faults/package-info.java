/** What must not happen to packets, whatever happens to the agent. */
@NullMarked
package io.portcullis.integration.faults;

import org.jspecify.annotations.NullMarked;
