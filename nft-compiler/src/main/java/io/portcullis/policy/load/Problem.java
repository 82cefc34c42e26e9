package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import io.portcullis.policy.Visible;

/**
 * One thing that is wrong.
 *
 * @param kind of fault, for scripts
 * @param position of the token that is wrong, or of the object that lacks something
 * @param field its path, such as {@code spec.ingress[0].source.nets[2]}; empty for a whole document
 * @param message what is wrong
 * @param hint what would be right
 *     <p>Texts are one line each, whatever the input quotes: they are {@link Visible}, so that
 *     nobody's file writes lines of its own into a log.
 */
public record Problem(
    Kind kind, SourcePosition position, String field, String message, String hint) {

  public Problem {
    field = Visible.text(field);
    message = Visible.text(message);
    hint = Visible.text(hint);
  }

  /** What sort of fault it is. */
  public enum Kind {
    /** Not YAML, or YAML that is no resource. */
    SYNTAX,
    /** A field that no such resource has. */
    UNKNOWN_FIELD,
    /** A selector that does not parse, or may not say that here. */
    SELECTOR,
    /** An address or a CIDR. */
    NET,
    /** Fields that exclude or require each other around {@code preDNAT}. */
    PRE_DNAT,
    /** Anything else. */
    VALUE
  }

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
