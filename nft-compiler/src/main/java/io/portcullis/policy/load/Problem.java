package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;

/**
 * One thing that is wrong.
 *
 * @param position of the token that is wrong, or of the object that lacks something
 * @param field its path, such as {@code spec.ingress[0].source.nets[2]}; empty for a whole document
 * @param message what is wrong
 * @param hint what would be right
 */
public record Problem(SourcePosition position, String field, String message, String hint) {

  /** {@code file:line:column: field: message; hint}. */
  @Override
  public String toString() {
    return position
        + ": "
        + (field.isEmpty() ? "" : field + ": ")
        + message
        + (hint.isEmpty() ? "" : "; " + hint);
  }
}
