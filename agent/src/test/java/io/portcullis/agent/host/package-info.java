/** What is told of the machine, from what is there. */
@NullMarked
package io.portcullis.agent.host;

import org.jspecify.annotations.NullMarked;
