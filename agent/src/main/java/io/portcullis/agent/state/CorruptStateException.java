package io.portcullis.agent.state;

import java.io.Serial;

/** A file of the state directory does not hold what was written to it. */
final class CorruptStateException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  CorruptStateException(String message) {
    super(message);
  }
}
