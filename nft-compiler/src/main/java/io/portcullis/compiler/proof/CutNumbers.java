package io.portcullis.compiler.proof;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Failsafe;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes cuts of one policy: one object for all that are equal. */
final class CutNumbers {

  private record Key(Family family, boolean icmp, List<Failsafe> failsafes, List<Integer> boxes) {}

  private final Map<Key, Cut> cuts = new HashMap<>();

  Cut of(Family family, boolean icmp, List<Failsafe> failsafes, Collection<Integer> boxes) {
    Key key = new Key(family, icmp, failsafes, List.copyOf(boxes));
    Cut known = cuts.get(key);
    if (known == null) {
      boolean neighbours = icmp && family == Family.V6;
      known = new Cut(cuts.size(), icmp, neighbours, failsafes, key.boxes());
      cuts.put(key, known);
    }
    return known;
  }
}
