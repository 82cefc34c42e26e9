package io.portcullis.compiler.interpret;

/** A ruleset holds something whose effect is not a function of the packet as it is modelled. */
public final class UnsupportedExpressionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says where it stands, what it is, and why it cannot be followed. */
  public UnsupportedExpressionException(String message) {
    super(message);
  }
}
