package io.portcullis.policy.load;

import java.io.Serial;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Composes YAML nodes, which it does by recursion, and so stops where they nest too deep. */
final class BoundedComposer extends Composer {

  static final int MAX_DEPTH = 64;

  private int depth;

  BoundedComposer(LoadSettings settings, String text) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
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
    if (++depth > MAX_DEPTH) {
      throw parser
          .peekEvent()
          .getStartMark()
          .map(mark -> new TooDeepException(mark.getLine() + 1, mark.getColumn() + 1))
          .orElse(new TooDeepException(1, 1));
    }
  }

  /** Where it got too deep; the position counts from 1. */
  static final class TooDeepException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    TooDeepException(int line, int column) {
      super("nested too deep");
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
