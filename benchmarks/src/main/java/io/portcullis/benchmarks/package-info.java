/**
 * JMH benchmarks of encoding, decoding, commits and the compiler. What may enter: benchmarks and
 * what they are run on; see docs/benchmarks/netlink.md and compiler.md.
 */
@NullMarked
package io.portcullis.benchmarks;

import org.jspecify.annotations.NullMarked;
