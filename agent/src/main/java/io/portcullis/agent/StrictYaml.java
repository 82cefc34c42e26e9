package io.portcullis.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A small YAML document whose every key is known beforehand, with the place of all it says. */
final class StrictYaml {

  private final String name;

  StrictYaml(String name) {
    this.name = name;
  }

  /** The top-level mapping; an empty document has no keys. */
  Map<String, Value> document(String text, List<String> keys) {
    Optional<Node> root;
    try {
      LoadSettings settings =
          LoadSettings.builder().setMaxAliasesForCollections(0).setAllowDuplicateKeys(true).build();
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      throw new AgentException(
              ExitCode.CONFIG_INVALID,
              at(e.getProblemMark()) + ": not YAML: " + e.getProblem(),
              "docs/configuration.md shows what may be written")
          .causedBy(e);
    } catch (YamlEngineException e) {
      throw new AgentException(
              ExitCode.CONFIG_INVALID,
              name + ": not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
              "docs/configuration.md shows what may be written")
          .causedBy(e);
    }
    return root.map(node -> new Value("", node).fields(keys)).orElse(Map.of());
  }

  private String at(Optional<Mark> mark) {
    return mark.map(m -> name + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse(name);
  }

  /** A node and the path that led to it. */
  final class Value {

    private final String path;
    private final Node node;

    private Value(String path, Node node) {
      this.path = path;
      this.node = node;
    }

    /** An error at this place. */
    AgentException problem(String message, String hint) {
      String field = path.isEmpty() ? "" : path + ": ";
      return new AgentException(
          ExitCode.CONFIG_INVALID, at(node.getStartMark()) + ": " + field + message, hint);
    }

    /** A mapping with no other keys than these, and none twice. */
    Map<String, Value> fields(List<String> keys) {
      if (!(node instanceof MappingNode mapping)) {
        throw problem("keys and values are expected here", "write KEY: VALUE, one a line");
      }
      Map<String, Value> found = new LinkedHashMap<>();
      Set<String> seen = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        Value key = new Value(path, tuple.getKeyNode());
        String text = key.text();
        if (!keys.contains(text)) {
          throw key.problem("unknown key \"" + text + "\"", "known are " + String.join(", ", keys));
        }
        if (!seen.add(text)) {
          throw key.problem("key \"" + text + "\" is given twice", "keep one of them");
        }
        found.put(text, new Value(path.isEmpty() ? text : path + "." + text, tuple.getValueNode()));
      }
      return found;
    }

    /** A sequence of at most {@code limit} items. */
    List<Value> items(int limit) {
      if (!(node instanceof SequenceNode sequence)) {
        throw problem("a list is expected here", "write [] for none");
      }
      if (sequence.getValue().size() > limit) {
        throw problem("more than " + limit + " items", "shorten the list");
      }
      List<Value> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(new Value(path + "[" + items.size() + "]", item));
      }
      return items;
    }

    /** A scalar as written. */
    String text() {
      if (!(node instanceof ScalarNode scalar)) {
        throw problem("one value is expected here", "write KEY: VALUE");
      }
      if (scalar.getValue().isBlank()) {
        throw problem("a value is missing", "leave the key out to have the default");
      }
      return scalar.getValue();
    }

    /** A whole number. */
    int integer(int least, int most) {
      String text = text();
      if (!text.matches("[0-9]{1,9}")
          || Integer.parseInt(text) < least
          || Integer.parseInt(text) > most) {
        throw problem(
            "\"" + text + "\" is no number from " + least + " to " + most, "correct the number");
      }
      return Integer.parseInt(text);
    }

    /** One of an enum's names, written in lower case. */
    <E extends Enum<E>> E oneOf(E[] values) {
      List<String> names = new ArrayList<>();
      for (E value : values) {
        String written = value.name().toLowerCase(Locale.ROOT);
        if (written.equals(text())) {
          return value;
        }
        names.add(written);
      }
      throw problem("\"" + text() + "\" is not known here", "write " + String.join(" or ", names));
    }
  }
}
