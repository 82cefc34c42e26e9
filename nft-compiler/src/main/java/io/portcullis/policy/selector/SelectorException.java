package io.portcullis.policy.selector;

import java.io.Serial;

/** A selector that cannot be parsed. */
public final class SelectorException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int offset;

  SelectorException(String message, int offset) {
    super(message + " at character " + (offset + 1));
    this.offset = offset;
  }

  /** Where in the selector's text, in characters from 0. */
  public int offset() {
    return offset;
  }
}
