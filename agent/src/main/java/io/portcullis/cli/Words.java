package io.portcullis.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments in their plainest form: each option a word of its own, and its value the next one. What
 * is in any other form, or has a value that is not plainly right, is for picocli, which takes or
 * refuses it.
 */
final class Words {

  private final List<String> words;
  private final Set<String> once = new HashSet<>();
  private int next;

  Words(List<String> words) {
    this.words = words;
  }

  boolean hasNext() {
    return next < words.size();
  }

  String next() {
    return words.get(next++);
  }

  /** Whether an option that may be there once is there for the first time. */
  boolean first(String option) {
    return once.add(option);
  }

  /** The value of an option that may be there once; empty if it is none that is plain. */
  Optional<String> value(String option) {
    return first(option) ? value() : Optional.empty();
  }

  /** The value of an option that may be repeated. */
  Optional<String> value() {
    return hasNext() ? Optional.of(next()).filter(Words::isPlain) : Optional.empty();
  }

  /** A value that is a number from 0 to a billion less one. */
  Optional<Integer> number(String option) {
    return value(option)
        .filter(text -> text.length() < 10 && digits(text))
        .map(text -> Integer.parseInt(text));
  }

  private static boolean digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** One more path, if there is one. */
  Optional<List<Path>> more(List<Path> paths) {
    Optional<String> value = value();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Path> all = new ArrayList<>(paths);
    all.add(Path.of(value.get()));
    return Optional.of(all);
  }

  /** No option, no list of arguments in a file, nothing in quotes, nothing to be put in. */
  private static boolean isPlain(String word) {
    return !word.isEmpty()
        && word.indexOf('-') != 0
        && word.indexOf('@') != 0
        && word.indexOf('"') < 0
        && word.indexOf('\'') < 0
        && word.indexOf('$') < 0
        && word.indexOf('\0') < 0;
  }
}
