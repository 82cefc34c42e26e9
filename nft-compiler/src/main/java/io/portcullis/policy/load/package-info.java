/**
 * From text to valid resources: strict YAML, every problem at once, each with its place.
 *
 * <p>The rules are those of Calico's validator ({@code libcalico-go/lib/validator/v3}) and of its
 * CRDs. Nothing here reads a file: the agent does, and hands in text.
 */
@NullMarked
package io.portcullis.policy.load;

import org.jspecify.annotations.NullMarked;
