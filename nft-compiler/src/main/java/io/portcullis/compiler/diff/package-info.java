/**
 * Two policies compared by what they do: which packets the new one lets in that the old one drops,
 * and the other way round, exactly.
 *
 * <p>The services of both are cut where either's classes, failsafes or discovery end; inside of
 * each piece the sets of dropped packets are subtracted, and pieces that came out alike are joined
 * again. {@link io.portcullis.policy.effective.PlainReading} says what becomes of each region's
 * sample.
 *
 * <p>What may enter: comparing and telling. What is compared was resolved elsewhere.
 */
@NullMarked
package io.portcullis.compiler.diff;

import org.jspecify.annotations.NullMarked;
