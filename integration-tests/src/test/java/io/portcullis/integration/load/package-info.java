/**
 * What the control API takes: {@code ./portcullis bench api}, which starts {@link
 * io.portcullis.integration.load.ApiBench}. Small applies come at a fixed rate from a client over
 * the socket to an agent that is a process of its own, on the kernel of a namespace of its own;
 * each is timed from when it was due to its answer, which comes once the kernel holds it. Figures,
 * never assertions on time: what must hold is in {@link
 * io.portcullis.integration.load.LoadKernelTest}.
 */
@NullMarked
package io.portcullis.integration.load;

import org.jspecify.annotations.NullMarked;
