/**
 * The proof that a ruleset does what policy says, for every packet there can be.
 *
 * <p>One packet stands for a region of packets: the ruleset is run, and policy read, on the lowest
 * corner of what is left, and every step of both says up to which other values it would have done
 * the same. What both agree on is taken away, until nothing is left. The reasons and the limits are
 * in {@code docs/decisions/0003-proof-by-representatives.md}.
 *
 * <p>What may enter: reading policy and running rulesets, and nothing that compiles. The proof must
 * not share a mistake with the compiler.
 */
@NullMarked
package io.portcullis.compiler.proof;

import org.jspecify.annotations.NullMarked;
