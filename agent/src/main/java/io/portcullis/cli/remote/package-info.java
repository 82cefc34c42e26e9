/**
 * A client of the control API that starts fast.
 *
 * <p>A gRPC library takes most of a second to start in a new process, and a command line that takes
 * that long is not used. What it needs of HTTP/2 to make one call on a unix socket is little, and
 * stands here: frames, header compression without a table, flow control. What may enter: that, and
 * nothing that knows what the calls mean. Programs that live longer take grpc-java, as
 * docs/examples has it.
 */
@NullMarked
package io.portcullis.cli.remote;

import org.jspecify.annotations.NullMarked;
