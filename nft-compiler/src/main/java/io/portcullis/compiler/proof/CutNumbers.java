package io.portcullis.compiler.proof;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Failsafe;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes cuts of one policy and family: one object for all that are equal. */
final class CutNumbers {

  private record Key(int list, boolean icmp, List<Failsafe> failsafes) {}

  private final Family family;
  private final Map<Key, Cut> cuts = new HashMap<>();
  private final Map<List<Integer>, Integer> lists = new HashMap<>();

  CutNumbers(Family family) {
    this.family = family;
  }

  Cut of(boolean icmp, List<Failsafe> failsafes, Collection<Integer> boxes) {
    List<Integer> copy = List.copyOf(boxes);
    Integer list = lists.putIfAbsent(copy, lists.size());
    Key key = new Key(list == null ? lists.size() - 1 : list, icmp, failsafes);
    Cut known = cuts.get(key);
    if (known == null) {
      boolean neighbours = icmp && family == Family.V6;
      known = new Cut(cuts.size(), key.list(), icmp, neighbours, failsafes, copy);
      cuts.put(key, known);
    }
    return known;
  }
}
