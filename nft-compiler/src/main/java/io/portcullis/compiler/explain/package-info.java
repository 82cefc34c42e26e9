/**
 * Why a packet is allowed or denied: which tiers and rules are asked, in order, and which of their
 * criteria hold.
 *
 * <p>What may enter: readings of policy for people, as values, text or trees for JSON. The decision
 * itself is {@link io.portcullis.policy.effective.PlainReading}'s.
 */
@NullMarked
package io.portcullis.compiler.explain;

import org.jspecify.annotations.NullMarked;
