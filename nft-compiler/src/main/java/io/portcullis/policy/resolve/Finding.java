package io.portcullis.policy.resolve;

import io.portcullis.policy.SourcePosition;

/**
 * Something that is valid and probably not what was meant.
 *
 * @param position of the resource or rule
 * @param message what, and what follows from it
 */
public record Finding(SourcePosition position, String message) {

  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return position + ": " + message;
  }
}
