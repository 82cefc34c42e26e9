package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;

/**
 * Where a problem is that shows only beside other documents.
 *
 * @param field its path
 */
record FieldPlace(SourcePosition position, String field) {

  Problem problem(String message, String hint) {
    return new Problem(Problem.Kind.VALUE, position, field, message, hint);
  }
}
