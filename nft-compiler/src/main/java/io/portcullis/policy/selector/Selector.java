package io.portcullis.policy.selector;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A predicate on labels. Labels compare byte by byte; a missing one is not equal to anything. */
public sealed interface Selector {

  /** Matches everything: what an empty selector means. */
  Selector ALL = new All();

  /**
   * Parses a selector.
   *
   * @throws SelectorException with what is wrong and where in the text
   */
  static Selector parse(String text) {
    return SelectorParser.parse(text);
  }

  /** True if an object with these labels is selected. */
  boolean matches(Map<String, String> labels);

  /** The canonical text: equal texts mean equal selectors. */
  String canonical();

  /** {@code all()}. */
  record All() implements Selector {
    @Override
    public boolean matches(Map<String, String> labels) {
      return true;
    }

    @Override
    public String canonical() {
      return "all()";
    }
  }

  /** {@code global()}: true here; it has a meaning of its own only as a namespace selector. */
  record Global() implements Selector {
    @Override
    public boolean matches(Map<String, String> labels) {
      return true;
    }

    @Override
    public String canonical() {
      return "global()";
    }
  }

  /** {@code has(label)}. */
  record Has(String label) implements Selector {
    @Override
    public boolean matches(Map<String, String> labels) {
      return labels.containsKey(label);
    }

    @Override
    public String canonical() {
      return "has(" + label + ")";
    }
  }

  /** A comparison of a label with one value. */
  record Compare(String label, Operator operator, String value) implements Selector {

    /** How. {@code !=} also holds for objects without the label. */
    public enum Operator {
      EQUAL("=="),
      NOT_EQUAL("!="),
      CONTAINS("contains"),
      STARTS_WITH("starts with"),
      ENDS_WITH("ends with");

      private final String text;

      Operator(String text) {
        this.text = text;
      }
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String actual = labels.get(label);
      if (actual == null) {
        return operator == Operator.NOT_EQUAL;
      }
      return switch (operator) {
        case EQUAL -> actual.equals(value);
        case NOT_EQUAL -> !actual.equals(value);
        case CONTAINS -> actual.contains(value);
        case STARTS_WITH -> actual.startsWith(value);
        case ENDS_WITH -> actual.endsWith(value);
      };
    }

    @Override
    public String canonical() {
      return label + " " + operator.text + " " + quote(value);
    }
  }

  /** {@code label in {…}} and {@code label not in {…}}; the latter also holds without the label. */
  record In(String label, boolean negated, SortedSet<String> values) implements Selector {

    public In {
      values = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String actual = labels.get(label);
      return (actual != null && values.contains(actual)) != negated;
    }

    @Override
    public String canonical() {
      return values.stream()
          .map(Selector::quote)
          .collect(Collectors.joining(", ", label + (negated ? " not in {" : " in {"), "}"));
    }
  }

  /** {@code !operand}. */
  record Not(Selector operand) implements Selector {
    @Override
    public boolean matches(Map<String, String> labels) {
      return !operand.matches(labels);
    }

    @Override
    public String canonical() {
      return "!" + operand.canonical();
    }
  }

  /** {@code a && b && …}, two or more. */
  record And(List<Selector> operands) implements Selector {

    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      return operands.stream().allMatch(operand -> operand.matches(labels));
    }

    @Override
    public String canonical() {
      return operands.stream()
          .map(Selector::canonical)
          .collect(Collectors.joining(" && ", "(", ")"));
    }
  }

  /** {@code a || b || …}, two or more. */
  record Or(List<Selector> operands) implements Selector {

    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      return operands.stream().anyMatch(operand -> operand.matches(labels));
    }

    @Override
    public String canonical() {
      return operands.stream()
          .map(Selector::canonical)
          .collect(Collectors.joining(" || ", "(", ")"));
    }
  }

  private static String quote(String value) {
    return value.contains("\"") ? "'" + value + "'" : "\"" + value + "\"";
  }
}
