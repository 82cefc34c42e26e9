package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping that is being read field by field. A field of the wrong type, one that is there twice,
 * and in the end one that nobody asked for, are problems; reading goes on.
 */
final class YamlObject {

  private final MappingNode node;
  private final String path;
  private final Origin origin;
  private final Problems problems;
  private final Map<String, NodeTuple> fields = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();
  private final Map<String, Optional<YamlObject>> objects = new HashMap<>();

  YamlObject(MappingNode node, String path, Origin origin, Problems problems) {
    this.node = node;
    this.path = path;
    this.origin = origin;
    this.problems = problems;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(
            Problem.Kind.SYNTAX, tuple.getKeyNode(), "", "a field name must be a plain word", "");
        continue;
      }
      NodeTuple before = fields.putIfAbsent(key.getValue(), tuple);
      if (before != null) {
        problem(
            Problem.Kind.SYNTAX,
            key,
            key.getValue(),
            "this field is given twice",
            "the first is in line " + position(before.getKeyNode(), origin).line());
      }
    }
  }

  static SourcePosition position(Node node, Origin origin) {
    return node.getStartMark()
        .map(mark -> origin.at(mark.getLine(), mark.getColumn()))
        .orElse(origin.at(0, 0));
  }

  SourcePosition position() {
    return position(node, origin);
  }

  Problems problems() {
    return problems;
  }

  /** A problem of a field's value, or of the whole object if the field is not there. */
  void problem(String field, String message, String hint) {
    problem(Problem.Kind.VALUE, field, message, hint);
  }

  void problem(Problem.Kind kind, String field, String message, String hint) {
    NodeTuple tuple = fields.get(field);
    problem(kind, tuple == null ? node : tuple.getValueNode(), field, message, hint);
  }

  /** Where a field's value stands, or the whole object if the field is not there. */
  FieldPlace place(String field) {
    NodeTuple tuple = fields.get(field);
    return new FieldPlace(
        position(tuple == null ? node : tuple.getValueNode(), origin), path(field));
  }

  private void problem(Problem.Kind kind, Node at, String field, String message, String hint) {
    problems.add(kind, position(at, origin), path(field), message, hint);
  }

  private String path(String field) {
    if (field.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? field : path + "." + field;
  }

  /** True if the field is there, and not an empty list. */
  boolean hasItems(String field) {
    return value(field)
        .filter(v -> !(v instanceof SequenceNode list) || !list.getValue().isEmpty())
        .isPresent();
  }

  boolean has(String field) {
    return value(field).isPresent();
  }

  /** True if the field is there, and holds a single value. */
  boolean isScalar(String field) {
    return value(field).filter(ScalarNode.class::isInstance).isPresent();
  }

  /** True if the field is there, and no value is. */
  boolean isEmpty(String field) {
    NodeTuple tuple = fields.get(field);
    return tuple != null && isNull(tuple.getValueNode());
  }

  /** A field that is accepted and means nothing here. */
  void ignore(String... names) {
    known.addAll(List.of(names));
  }

  private Optional<Node> value(String field) {
    known.add(field);
    NodeTuple tuple = fields.get(field);
    return tuple == null || isNull(tuple.getValueNode())
        ? Optional.empty()
        : Optional.of(tuple.getValueNode());
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** A text. A number, where YAML sees one, is taken as it is written. */
  Optional<YamlScalar> scalar(String field) {
    Optional<Node> value = value(field);
    if (value.isPresent() && !(value.get() instanceof ScalarNode)) {
      problem(field, "this must be a single value", "");
    }
    return value
        .filter(ScalarNode.class::isInstance)
        .map(v -> new YamlScalar((ScalarNode) v, path(field), origin, problems));
  }

  Optional<String> text(String field) {
    return scalar(field).flatMap(YamlScalar::text);
  }

  boolean flag(String field) {
    return scalar(field).flatMap(YamlScalar::flag).orElse(false);
  }

  /** An object; asked for again, it is the same, so that what is wrong with it is said once. */
  Optional<YamlObject> object(String field) {
    Optional<YamlObject> known = objects.get(field);
    if (known != null) {
      return known;
    }
    Optional<Node> value = value(field);
    if (value.isPresent() && !(value.get() instanceof MappingNode)) {
      problem(field, "this must be an object", "write its fields below it, indented");
    }
    Optional<YamlObject> object =
        value
            .filter(MappingNode.class::isInstance)
            .map(v -> new YamlObject((MappingNode) v, path(field), origin, problems));
    objects.put(field, object);
    return object;
  }

  /** A problem if a field that must be an object is not there. */
  void missing(String field, String hint) {
    if (!has(field)) {
      problem(field, field + " is missing", hint);
    }
  }

  List<YamlObject> objects(String field) {
    List<YamlObject> out = new ArrayList<>();
    List<Node> items = items(field);
    for (int i = 0; i < items.size(); i++) {
      String at = path(field) + "[" + i + "]";
      if (items.get(i) instanceof MappingNode mapping) {
        out.add(new YamlObject(mapping, at, origin, problems));
      } else {
        problems.add(
            Problem.Kind.VALUE, position(items.get(i), origin), at, "this must be an object", "");
      }
    }
    return out;
  }

  List<YamlScalar> scalars(String field) {
    List<YamlScalar> out = new ArrayList<>();
    List<Node> items = items(field);
    for (int i = 0; i < items.size(); i++) {
      String at = path(field) + "[" + i + "]";
      if (items.get(i) instanceof ScalarNode scalar && !isNull(scalar)) {
        out.add(new YamlScalar(scalar, at, origin, problems));
      } else {
        problems.add(
            Problem.Kind.VALUE,
            position(items.get(i), origin),
            at,
            "this must be a single value",
            "");
      }
    }
    return out;
  }

  private List<Node> items(String field) {
    Optional<Node> value = value(field);
    if (value.isPresent() && value.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (value.isPresent()) {
      problem(field, "this must be a list", "start each entry with a dash");
    }
    return List.of();
  }

  /** A mapping of texts to texts, such as labels. */
  Map<String, YamlScalar> texts(String field) {
    Map<String, YamlScalar> out = new LinkedHashMap<>();
    object(field)
        .ifPresent(
            map -> {
              for (String name : List.copyOf(map.fields.keySet())) {
                map.scalar(name).ifPresent(scalar -> out.put(name, scalar));
              }
              map.done();
            });
    return out;
  }

  /** Reports the fields that nobody asked for. */
  void done() {
    fields.forEach(
        (name, tuple) -> {
          if (!known.contains(name)) {
            problem(
                Problem.Kind.UNKNOWN_FIELD,
                tuple.getKeyNode(),
                name,
                "unknown field",
                Nearest.of(name, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("known here: " + String.join(", ", known)));
          }
        });
  }
}
