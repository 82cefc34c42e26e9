package io.portcullis.policy.load;

import io.portcullis.policy.ListChange;
import io.portcullis.policy.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some things that stand in the place of others, one for one and in the same order. With it a long
 * list becomes the next one without a look at what stays.
 *
 * @param gone in order
 * @param come what stands where {@code gone} stood
 */
record Exchange<T>(List<T> gone, List<T> come) {

  /**
   * What makes one list of lists another one, by identity.
   *
   * @return empty if the lists, or two in the same place, do not have as many
   */
  static <T> Optional<Exchange<T>> between(List<List<T>> before, List<List<T>> after) {
    if (before.size() != after.size()) {
      return Optional.empty();
    }
    Exchange<T> out = new Exchange<>(new ArrayList<>(), new ArrayList<>());
    Object[] was = before.toArray();
    Object[] is = after.toArray();
    for (int i = 0; i < was.length; i++) {
      if (!Same.is(was[i], is[i]) && !out.add(before.get(i), after.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(out);
  }

  private boolean add(List<T> before, List<T> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!Same.is(before.get(i), after.get(i))) {
        gone.add(before.get(i));
        come.add(after.get(i));
      }
    }
    return true;
  }

  /** What it comes to for parts of each; empty if some have more or fewer than before. */
  <P> Optional<Exchange<P>> of(Function<T, List<P>> parts) {
    Exchange<P> out = new Exchange<>(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < gone.size(); i++) {
      if (!out.add(parts.apply(gone.get(i)), parts.apply(come.get(i)))) {
        return Optional.empty();
      }
    }
    return Optional.of(out);
  }

  /** A list, in which what is gone stands in this order, after it; the same if nothing is gone. */
  List<T> in(List<T> all) {
    if (gone.isEmpty()) {
      return all;
    }
    List<T> out = new ArrayList<>(all);
    Object[] was = all.toArray();
    int next = 0;
    for (int i = 0; next < gone.size(); i++) {
      if (Same.is(was[i], gone.get(next))) {
        out.set(i, come.get(next++));
      }
    }
    return out;
  }

  /** What came and went. */
  ListChange<T> change() {
    return new ListChange<>(gone, come);
  }
}
