package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;

/**
 * Where a piece of text comes from.
 *
 * @param source its name
 * @param lines of that source before it
 */
record Origin(String source, int lines) {

  /** A place in the piece, counted from 0, as a place in its source, which counts from 1. */
  SourcePosition at(int line, int column) {
    return new SourcePosition(source, lines + line + 1, column + 1);
  }
}
