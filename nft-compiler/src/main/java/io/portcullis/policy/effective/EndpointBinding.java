package io.portcullis.policy.effective;

import io.portcullis.policy.SourcePosition;

/**
 * A host endpoint that is active on some interface.
 *
 * @param endpoint its name
 * @param position where it was written
 * @param policy what applies to it
 */
public record EndpointBinding(String endpoint, SourcePosition position, EffectivePolicy policy) {}
