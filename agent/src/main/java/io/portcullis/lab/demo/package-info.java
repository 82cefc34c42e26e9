/**
 * The demo: the example policy on a node of the lab, real traffic through it, and a table of what
 * became of each probe, beside what was expected and the rule that decided.
 *
 * <p>What may enter: what the demo asks, does and shows. What other tests could use belongs to the
 * lab itself.
 */
@NullMarked
package io.portcullis.lab.demo;

import org.jspecify.annotations.NullMarked;
