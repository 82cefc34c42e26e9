/**
 * JMH benchmarks of encoding, decoding and commits. What may enter: benchmarks and what they are
 * run on; see docs/benchmarks/netlink.md.
 */
@NullMarked
package io.portcullis.benchmarks;

import org.jspecify.annotations.NullMarked;
