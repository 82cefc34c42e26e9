/**
 * Calico's resources, as far as host-endpoint policy needs them, as immutable values.
 *
 * <p>Field names are those of {@code projectcalico.org/v3}. A value here is valid: what is not
 * never leaves {@link io.portcullis.policy.load}.
 */
@NullMarked
package io.portcullis.policy.resource;

import org.jspecify.annotations.NullMarked;
