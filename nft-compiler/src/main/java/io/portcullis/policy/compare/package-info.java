/**
 * Two sets of resources compared as they are written: what was added, removed and changed.
 *
 * <p>What may enter: comparing resources field by field, wherever they stand in files. What a
 * change does to packets is the compiler's to say.
 */
@NullMarked
package io.portcullis.policy.compare;

import org.jspecify.annotations.NullMarked;
