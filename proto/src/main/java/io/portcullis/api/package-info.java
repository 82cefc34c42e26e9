/**
 * The control API, version 1: what orchestration systems say to an agent.
 *
 * <p>What may enter: {@code .proto} files and what is generated from them. Nothing here depends on
 * another module; the agent translates between these messages and its own model.
 */
@NullMarked
package io.portcullis.api;

import org.jspecify.annotations.NullMarked;
