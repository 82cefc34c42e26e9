package io.portcullis.policy.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that selectors select.
 *
 * @param labels of it
 * @param value what it is
 * @param selectedBy kept by {@link Selections}
 */
record Labelled<T>(Map<String, String> labels, T value, List<Selection<T>> selectedBy) {

  Labelled(Map<String, String> labels, T value) {
    this(labels, value, new ArrayList<>());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
