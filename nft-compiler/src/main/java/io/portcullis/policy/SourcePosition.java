package io.portcullis.policy;

/**
 * Where something stands in what the user wrote.
 *
 * @param source a file name, or the name of another source
 * @param line from 1
 * @param column from 1
 */
public record SourcePosition(String source, int line, int column) {

  /** For what nobody wrote, such as a default. */
  public static SourcePosition builtIn(String what) {
    return new SourcePosition(what, 0, 0);
  }

  /** {@code source:line:column}. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
