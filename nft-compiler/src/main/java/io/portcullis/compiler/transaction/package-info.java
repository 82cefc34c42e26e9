/**
 * From what the kernel holds to what is wanted: one transaction that touches nothing else.
 *
 * <p>What may enter: pure functions from two rulesets to operations, in an order that the kernel
 * accepts. Sending them, and deciding when to, is not done here.
 */
@NullMarked
package io.portcullis.compiler.transaction;

import org.jspecify.annotations.NullMarked;
