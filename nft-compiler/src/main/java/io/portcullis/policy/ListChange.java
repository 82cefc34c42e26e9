package io.portcullis.policy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What is in one list and not, or not as often, in another, by identity.
 *
 * @param gone in the order of the list before
 * @param come in the order of the list after
 */
public record ListChange<T>(List<T> gone, List<T> come) {

  /** What became of {@code before}; what is the same at its beginning and end costs least. */
  public static <T> ListChange<T> of(List<T> before, List<T> after) {
    if (Same.is(before, after)) {
      return new ListChange<>(List.of(), List.of());
    }
    int most = Math.min(before.size(), after.size());
    int from = 0;
    while (from < most && Same.is(before.get(from), after.get(from))) {
      from++;
    }
    int end = 0;
    while (end < most - from
        && Same.is(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
      end++;
    }
    List<T> old = before.subList(from, before.size() - end);
    List<T> young = after.subList(from, after.size() - end);
    if (old.size() == young.size()) {
      return inPlace(old, young);
    }
    return new ListChange<>(without(old, young), without(young, old));
  }

  /** Here and there one in the place of another: what stands where it stood is in both. */
  private static <T> ListChange<T> inPlace(List<T> before, List<T> after) {
    List<T> old = new ArrayList<>();
    List<T> young = new ArrayList<>();
    Object[] was = before.toArray();
    Object[] is = after.toArray();
    for (int i = 0; i < was.length; i++) {
      if (!Same.is(was[i], is[i])) {
        old.add(before.get(i));
        young.add(after.get(i));
      }
    }
    return new ListChange<>(without(old, young), without(young, old));
  }

  private static <T> List<T> without(List<T> list, List<T> other) {
    IdentityHashMap<T, Integer> counts = new IdentityHashMap<>();
    other.forEach(one -> counts.merge(one, 1, Integer::sum));
    List<T> out = new ArrayList<>();
    for (T one : list) {
      if (counts.merge(one, -1, Integer::sum) < 0) {
        out.add(one);
      }
    }
    return out;
  }

  /** True if the same objects are in both, though maybe in another order. */
  public boolean isEmpty() {
    return gone.isEmpty() && come.isEmpty();
  }
}
