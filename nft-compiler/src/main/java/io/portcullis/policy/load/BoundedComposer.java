package io.portcullis.policy.load;

import java.io.Serial;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Composes YAML nodes, which it does by recursion, and so stops where they nest too deep; and where
 * they are too many, since each takes a hundred times the memory of the two characters that it may
 * be written in.
 */
final class BoundedComposer extends Composer {

  static final int MAX_DEPTH = 64;

  private final int values;
  private int depth;
  private int nodes;

  BoundedComposer(LoadSettings settings, String text, int values) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
    this.values = values;
  }

  @Override
  protected Node composeScalarNode(Optional<Anchor> anchor, List<CommentLine> comments) {
    count();
    return super.composeScalarNode(anchor, comments);
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    enter();
    SequenceNode node = super.composeSequenceNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    enter();
    Node node = super.composeMappingNode(anchor);
    depth--;
    return node;
  }

  private void enter() {
    count();
    if (++depth > MAX_DEPTH) {
      throw tooMuch("this is nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void count() {
    if (++nodes > values) {
      throw tooMuch("this is made of more than " + values + " values");
    }
  }

  private TooMuchException tooMuch(String what) {
    return parser
        .peekEvent()
        .getStartMark()
        .map(mark -> new TooMuchException(what, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new TooMuchException(what, 1, 1));
  }

  /** What there is too much of, and where; the position counts from 1. */
  static final class TooMuchException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    TooMuchException(String what, int line, int column) {
      super(what);
      this.line = line;
      this.column = column;
    }

    int line() {
      return line;
    }

    int column() {
      return column;
    }
  }
}
