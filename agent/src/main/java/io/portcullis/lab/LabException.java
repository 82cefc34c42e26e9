package io.portcullis.lab;

import java.io.Serial;
import java.util.List;

/** The lab could not be built, or a program in it failed: which, and what it said. */
public final class LabException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public LabException(List<String> command, String reason) {
    super("lab: " + String.join(" ", command) + ": " + reason);
  }

  public LabException(String message, Throwable cause) {
    super("lab: " + message, cause);
  }
}
