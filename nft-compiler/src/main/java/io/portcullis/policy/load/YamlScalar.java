package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A single value, and where it stands. */
record YamlScalar(ScalarNode node, String path, Origin origin, Problems problems) {

  SourcePosition position() {
    return YamlObject.position(node, origin);
  }

  /** As it is written, without its quotes. */
  String raw() {
    return node.getValue();
  }

  /** True if it is a number written without quotes. */
  boolean isNumber() {
    return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
  }

  void problem(String message, String hint) {
    problem(Problem.Kind.VALUE, message, hint);
  }

  void problem(Problem.Kind kind, String message, String hint) {
    problems.add(kind, position(), path, message, hint);
  }

  /** A problem at a character of the value, which is on the same line unless it is folded. */
  void problemAt(Problem.Kind kind, int offset, String message, String hint) {
    SourcePosition at = position();
    boolean quoted = !node.isPlain();
    boolean oneLine =
        node.getStartMark().map(m -> m.getLine()).equals(node.getEndMark().map(m -> m.getLine()));
    SourcePosition exact =
        oneLine
            ? new SourcePosition(at.source(), at.line(), at.column() + offset + (quoted ? 1 : 0))
            : at;
    problems.add(kind, exact, path, message, hint);
  }

  Optional<String> text() {
    if (node.getTag().equals(Tag.BOOL)) {
      problem("this must be a text, not " + raw(), "put it in quotes");
      return Optional.empty();
    }
    return Optional.of(raw());
  }

  Optional<Boolean> flag() {
    if (!node.getTag().equals(Tag.BOOL)) {
      problem(
          "this must be true or false, not \"" + raw() + "\"",
          node.isPlain() ? "write true or false" : "write it without quotes");
      return Optional.empty();
    }
    return Optional.of(Boolean.parseBoolean(raw()));
  }

  /** What {@code parse} makes of the text; its IllegalArgumentException is a problem. */
  <T> Optional<T> parse(Problem.Kind kind, Function<String, T> parse, String hint) {
    try {
      return text().map(parse);
    } catch (IllegalArgumentException e) {
      problem(kind, String.valueOf(e.getMessage()), hint);
      return Optional.empty();
    }
  }
}
