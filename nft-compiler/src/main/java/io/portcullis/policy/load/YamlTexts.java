package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Text to trees of YAML nodes, which still know where they stand. */
final class YamlTexts {

  /** A text is at most this long, in characters. */
  static final int MAX_TEXT = 64 << 20;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new QuickSchema())
          .setCodePointLimit(MAX_TEXT)
          .setMaxAliasesForCollections(50)
          .setAllowDuplicateKeys(true) // found by the binder, which can say where both stand
          .build();

  private YamlTexts() {}

  /** What a text is expected to be. */
  enum Kind {
    RESOURCE("resource", "a resource starts with apiVersion, kind and metadata"),
    CONFIGURATION("configuration", "write KEY: VALUE, one a line");

    private final String noun;
    private final String form;

    Kind(String noun, String form) {
      this.noun = noun;
      this.form = form;
    }
  }

  /** The documents of a text that hold something; what is not YAML is a problem. */
  static List<YamlObject> objects(Chunk chunk, Problems problems, Kind kind, LoadBounds bounds) {
    Origin origin = chunk.origin();
    List<YamlObject> out = new ArrayList<>();
    try {
      BoundedComposer documents = new BoundedComposer(SETTINGS, chunk.text(), bounds.values());
      while (documents.hasNext()) {
        Node node = documents.next();
        if (node instanceof MappingNode mapping) {
          out.add(new YamlObject(mapping, "", origin, problems));
        } else if (!isEmpty(node)) {
          problems.add(
              Problem.Kind.SYNTAX,
              YamlObject.position(node, origin),
              "",
              "this document is not a " + kind.noun,
              kind.form);
        }
      }
    } catch (BoundedComposer.TooMuchException e) {
      problems.add(
          Problem.Kind.SYNTAX,
          origin.at(e.line() - 1, e.column() - 1),
          "",
          String.valueOf(e.getMessage()),
          "no " + kind.noun + " is");
    } catch (MarkedYamlEngineException e) {
      SourcePosition position =
          e.getProblemMark()
              .map(m -> origin.at(m.getLine(), m.getColumn()))
              .orElse(origin.at(0, 0));
      problems.add(
          Problem.Kind.SYNTAX,
          position,
          "",
          "not YAML: " + e.getProblem(),
          "check quotes and indentation");
    } catch (YamlEngineException e) {
      problems.add(
          Problem.Kind.SYNTAX,
          origin.at(0, 0),
          "",
          "not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "check that this is a text file");
    }
    return out;
  }

  private static boolean isEmpty(Node node) {
    return node.getTag().equals(Tag.NULL)
        || (node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().isEmpty());
  }
}
