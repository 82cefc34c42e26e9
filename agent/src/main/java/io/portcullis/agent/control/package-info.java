/**
 * The control API's server: gRPC on a unix socket, and on TCP with mutual TLS if configured.
 *
 * <p>What may enter: what gRPC and Netty are needed for, the translation between the messages of
 * {@code proto/} and the agent's own records, and who may do what. Threads here only hand immutable
 * requests to the {@link io.portcullis.agent.state.PolicyStore} and read immutable snapshots; none
 * of them changes the kernel.
 */
@NullMarked
package io.portcullis.agent.control;

import org.jspecify.annotations.NullMarked;
