/**
 * What is to be enforced: the policy of all sources, as revisions, and what became of each.
 *
 * <p>The daemon's reconciler asks here what it shall enforce and says here what came of it; nobody
 * else does. What may enter: what merges sources, numbers revisions and keeps them on disk. Nothing
 * here compiles policy or knows the kernel.
 */
@NullMarked
package io.portcullis.agent.state;

import org.jspecify.annotations.NullMarked;
