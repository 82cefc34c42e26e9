package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;

/**
 * One thing that is wrong.
 *
 * @param kind of fault, for scripts
 * @param position of the token that is wrong, or of the object that lacks something
 * @param field its path, such as {@code spec.ingress[0].source.nets[2]}; empty for a whole document
 * @param message what is wrong
 * @param hint what would be right
 *     <p>Texts are one line each, whatever the input quotes: control characters are written out,
 *     such as {@code \\n}, so that nobody's file writes lines of its own into a log.
 */
public record Problem(
    Kind kind, SourcePosition position, String field, String message, String hint) {

  public Problem {
    field = visible(field);
    message = visible(message);
    hint = visible(hint);
  }

  private static String visible(String text) {
    if (text.chars().noneMatch(Problem::hides)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        out.append("\\n");
      } else if (hides(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Control characters, and those that Unicode ends lines with. */
  private static boolean hides(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
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
