package io.portcullis.policy.selector;

import io.portcullis.policy.selector.Selector.Compare.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Recursive descent over the characters. Blanks are space and tab, allowed between any two tokens
 * but not between {@code has}, {@code all}, {@code global} and their parenthesis; words that
 * operators consist of are such only straight after a label, so labels may be called anything.
 */
final class SelectorParser {

  private static final int MAX_DEPTH = 100;
  private static final int MAX_LABEL = 512;

  private final String text;
  private int at;
  private int depth;

  private SelectorParser(String text) {
    this.text = text;
  }

  static Selector parse(String text) {
    SelectorParser parser = new SelectorParser(text);
    parser.blanks();
    if (parser.at == text.length()) {
      return Selector.ALL;
    }
    Selector selector = parser.or();
    parser.blanks();
    if (parser.at < text.length()) {
      throw parser.error("expected && or || or the end, not '" + text.charAt(parser.at) + "'");
    }
    return selector;
  }

  private Selector or() {
    List<Selector> operands = new ArrayList<>(List.of(and()));
    while (take("||")) {
      operands.add(and());
    }
    return operands.size() == 1 ? operands.get(0) : new Selector.Or(operands);
  }

  private Selector and() {
    List<Selector> operands = new ArrayList<>(List.of(operation()));
    while (take("&&")) {
      operands.add(operation());
    }
    return operands.size() == 1 ? operands.get(0) : new Selector.And(operands);
  }

  private Selector operation() {
    boolean negated = false;
    while (take("!")) {
      negated = !negated;
    }
    Selector primary = primary();
    return negated ? new Selector.Not(primary) : primary;
  }

  private Selector primary() {
    if (take("(")) {
      if (++depth > MAX_DEPTH) {
        throw error("more than " + MAX_DEPTH + " parentheses inside each other");
      }
      Selector inner = or();
      expect(")");
      depth--;
      return inner;
    }
    blanks();
    if (text.startsWith("has(", at)) {
      at += 4;
      String label = label();
      expect(")");
      return new Selector.Has(label);
    }
    if (text.startsWith("all(", at)) {
      at += 4;
      expect(")");
      return Selector.ALL;
    }
    if (text.startsWith("global(", at)) {
      at += 7;
      expect(")");
      return new Selector.Global();
    }
    return comparison(label());
  }

  private Selector comparison(String label) {
    if (take("==")) {
      return new Selector.Compare(label, Operator.EQUAL, string());
    }
    if (take("!=")) {
      return new Selector.Compare(label, Operator.NOT_EQUAL, string());
    }
    if (words("contains")) {
      return new Selector.Compare(label, Operator.CONTAINS, string());
    }
    if (words("starts", "with")) {
      return new Selector.Compare(label, Operator.STARTS_WITH, string());
    }
    if (words("ends", "with")) {
      return new Selector.Compare(label, Operator.ENDS_WITH, string());
    }
    if (words("not", "in")) {
      return new Selector.In(label, true, set());
    }
    if (words("in")) {
      return new Selector.In(label, false, set());
    }
    blanks();
    throw error(
        "expected ==, !=, contains, starts with, ends with, in or not in after label " + label);
  }

  private SortedSet<String> set() {
    expect("{");
    SortedSet<String> values = new TreeSet<>();
    while (!take("}")) {
      values.add(string());
      if (!take(",")) {
        expect("}");
        break;
      }
    }
    return values;
  }

  private String string() {
    blanks();
    char quote = at < text.length() ? text.charAt(at) : 0;
    if (quote != '"' && quote != '\'') {
      throw error("expected a value in quotes");
    }
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw error("this value has no closing quote");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private String label() {
    blanks();
    int start = at;
    while (at < text.length() && isLabel(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw error("expected a label");
    }
    if (at - start > MAX_LABEL) {
      at = start;
      throw error("a label has at most " + MAX_LABEL + " characters");
    }
    return text.substring(start, at);
  }

  private static boolean isLabel(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '/'
        || c == '-';
  }

  /** Takes all words, blanks between them or not, with a word boundary after the last. */
  private boolean words(String... words) {
    int start = at;
    for (String word : words) {
      blanks();
      if (!text.startsWith(word, at)) {
        at = start;
        return false;
      }
      at += word.length();
    }
    if (at < text.length() && isLabel(text.charAt(at))) {
      at = start;
      return false;
    }
    return true;
  }

  private boolean take(String token) {
    blanks();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw error("expected " + token);
    }
  }

  private void blanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private SelectorException error(String message) {
    return new SelectorException(message, Math.min(at, text.length()));
  }
}
