/** The small client, held to Netty's and gRPC's. */
@NullMarked
package io.portcullis.cli.remote;

import org.jspecify.annotations.NullMarked;
