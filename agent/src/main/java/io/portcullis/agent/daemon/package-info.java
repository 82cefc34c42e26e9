/**
 * The daemon: it keeps the kernel at what policy says, while policy, links and other programs
 * change.
 *
 * <p>One thread, the {@link io.portcullis.agent.daemon.Reconciler}, owns the kernel. Everything
 * else only rings its bell, but for one case: a table that somebody took away is made again by the
 * thread that hears of it, {@link io.portcullis.agent.daemon.KernelWatch}, before the bell. What
 * may enter: threads that watch something and ring, and what the reconciler decides with. Nothing
 * here reads policy or programs the kernel by itself: that is what {@code io.portcullis.agent}
 * does.
 */
@NullMarked
package io.portcullis.agent.daemon;

import org.jspecify.annotations.NullMarked;
