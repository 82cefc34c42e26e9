package io.portcullis.policy.load;

import io.portcullis.policy.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What has been found to be wrong so far; not for use by more than one thread. */
final class Problems {

  /** More than so many help nobody. */
  static final int MAX = 1000;

  private final List<Problem> list = new ArrayList<>();

  void add(Problem.Kind kind, SourcePosition position, String field, String message, String hint) {
    if (list.size() < MAX) {
      list.add(new Problem(kind, position, field, message, hint));
    }
  }

  int count() {
    return list.size();
  }

  List<Problem> list() {
    return list;
  }

  /** Those of one source, by their place in it. */
  List<Problem> inOrder() {
    return list.stream()
        .sorted(
            Comparator.comparingInt((Problem p) -> p.position().line())
                .thenComparingInt(p -> p.position().column()))
        .toList();
  }
}
