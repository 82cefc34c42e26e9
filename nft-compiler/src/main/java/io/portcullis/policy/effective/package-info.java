/**
 * What applies on one node: per interface an ordered list of rules, with selectors resolved to
 * address sets and every criterion folded to a set of values.
 */
@NullMarked
package io.portcullis.policy.effective;

import org.jspecify.annotations.NullMarked;
