/**
 * A small cluster in anonymous network namespaces: two clients, two nodes, pods, and the NodePort
 * DNAT that kube-proxy makes. For the demo, {@code portcullis lab}, and tests.
 *
 * <p>A namespace ends with the thread that lives in it, so a killed process leaves nothing behind.
 * Only what builds topologies enters here; traffic is in {@code probe} and {@code packet}.
 */
@NullMarked
package io.portcullis.lab;

import org.jspecify.annotations.NullMarked;
