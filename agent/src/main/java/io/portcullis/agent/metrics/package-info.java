/**
 * What a daemon tells of itself to those who watch it: numbers for Prometheus, and whether it lives
 * and is ready, over HTTP.
 *
 * <p>What may enter: meters, and the server that serves them. The daemon calls this room; this room
 * knows nothing of the daemon.
 */
@NullMarked
package io.portcullis.agent.metrics;

import org.jspecify.annotations.NullMarked;
