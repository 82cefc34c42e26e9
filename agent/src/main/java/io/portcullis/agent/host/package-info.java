/**
 * The machine around the agent: what its kernel can do, and who else is on the way of packets.
 *
 * <p>What may enter: what looks at the machine and changes nothing of it; features are tried in a
 * network namespace that ends with the trial. What is seen ({@link
 * io.portcullis.agent.host.HostFacts}) is apart from what it means ({@link
 * io.portcullis.agent.host.Neighbours}).
 */
@NullMarked
package io.portcullis.agent.host;

import org.jspecify.annotations.NullMarked;
