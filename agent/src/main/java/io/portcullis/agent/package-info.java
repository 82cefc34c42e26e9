/**
 * The node agent: it reads configuration and policy files, looks at the host's links, and brings
 * the kernel's table to what policy says, once proven.
 *
 * <p>What may enter: whatever opens files, sockets or threads on behalf of policy. How answers are
 * printed is the command line's business.
 */
@NullMarked
package io.portcullis.agent;

import org.jspecify.annotations.NullMarked;
