/**
 * Calico's selector language: parsed, evaluated on labels, and printed in canonical form.
 *
 * <p>The grammar is that of {@code libcalico-go/lib/selector}: comparisons bind tighter than {@code
 * !}, that tighter than {@code &&}, that tighter than {@code ||}.
 */
@NullMarked
package io.portcullis.policy.selector;

import org.jspecify.annotations.NullMarked;
