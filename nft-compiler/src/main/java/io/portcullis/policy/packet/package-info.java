/**
 * A packet as pre-DNAT policy sees it, for reading policy, for interpreting rulesets, and for
 * tests.
 */
@NullMarked
package io.portcullis.policy.packet;

import org.jspecify.annotations.NullMarked;
