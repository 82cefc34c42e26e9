package io.portcullis.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The shape of a tree: which fields there are, in which order, and what kind of value each has.
 * Elements of a list have one shape together; a field that not all of them have is marked.
 */
final class Shape {

  private final StringBuilder out = new StringBuilder();

  private Shape() {}

  /** A line for each field, indented. */
  static String of(Map<?, ?> tree) {
    Shape shape = new Shape();
    shape.fields("  ", List.of(tree));
    return shape.out.toString();
  }

  private void fields(String indent, List<Map<?, ?>> all) {
    Map<Object, List<Object>> values = new LinkedHashMap<>();
    for (Map<?, ?> one : all) {
      one.forEach((key, value) -> values.merge(key, List.of(value), Shape::together));
    }
    values.forEach(
        (key, of) -> {
          out.append(indent).append(key).append(of.size() < all.size() ? "?:" : ":");
          value(indent, of);
        });
  }

  private static List<Object> together(List<Object> one, List<Object> other) {
    List<Object> both = new java.util.ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  private void value(String indent, List<Object> all) {
    if (all.stream().allMatch(Map.class::isInstance) && !all.isEmpty()) {
      out.append('\n');
      fields(indent + "  ", all.stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList());
    } else if (all.stream().allMatch(List.class::isInstance) && !all.isEmpty()) {
      out.append(" list of");
      value(
          indent,
          all.stream().flatMap(one -> ((List<?>) one).stream()).<Object>map(o -> o).toList());
    } else {
      TreeSet<String> kinds = new TreeSet<>();
      all.forEach(one -> kinds.add(kind(one)));
      out.append(' ').append(kinds.isEmpty() ? "nothing" : String.join(" or ", kinds)).append('\n');
    }
  }

  private static String kind(Object value) {
    return switch (value.getClass().getSimpleName()) {
      case "Integer", "Long", "BigInteger" -> "integer";
      case "Double", "Float", "BigDecimal" -> "number";
      case "Boolean" -> "boolean";
      default -> "text";
    };
  }
}
