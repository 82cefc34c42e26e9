/** Traffic with ordinary sockets: servers that say who they are, and probes that ask them. */
@NullMarked
package io.portcullis.lab.probe;

import org.jspecify.annotations.NullMarked;
