package io.portcullis.compiler.proof;

import io.portcullis.compiler.interpret.Dimension;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Failsafe;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which neighbouring protocols are alike: the same boxes hold them, and nothing is theirs alone.
 */
final class Likeness {

  private static final int PROTOCOLS = ProtocolSet.COUNT + 1;

  private record Key(Set<ProtocolSet> distinct, Set<Integer> failsafes) {}

  private final int icmp;
  private final Map<Key, int[]> known = new HashMap<>();
  private final Map<ProtocolSet, int[]> single = new HashMap<>();

  Likeness(Family family) {
    icmp = family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
  }

  /** By protocol, the last one from there on up to which all are alike. */
  int[] lastAlike(List<Boxes.Box> boxes, List<Integer> numbers, List<Failsafe> failsafes) {
    Set<ProtocolSet> distinct = new LinkedHashSet<>();
    for (int number : numbers) {
      distinct.add(boxes.get(number).box().protocols());
    }
    Set<Integer> alone = new LinkedHashSet<>();
    failsafes.forEach(failsafe -> alone.add(failsafe.protocol()));
    return known.computeIfAbsent(new Key(distinct, alone), this::find);
  }

  /** The same for one set of protocols. */
  int[] lastAlike(ProtocolSet set) {
    int[] found = single.get(set);
    if (found == null) {
      found = find(new Key(Set.of(set), Set.of()));
      single.put(set, found);
    }
    return found;
  }

  private int[] find(Key key) {
    BitSet[] holding = new BitSet[PROTOCOLS];
    for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
      holding[protocol] = new BitSet();
      int at = 0;
      for (ProtocolSet set : key.distinct()) {
        holding[protocol].set(at++, set.contains(number(protocol)));
      }
    }
    int[] out = new int[PROTOCOLS];
    out[PROTOCOLS - 1] = PROTOCOLS - 1;
    for (int protocol = PROTOCOLS - 2; protocol >= 0; protocol--) {
      boolean alike =
          !alone(protocol, key)
              && !alone(protocol + 1, key)
              && holding[protocol].equals(holding[protocol + 1]);
      out[protocol] = alike ? out[protocol + 1] : protocol;
    }
    return out;
  }

  private boolean alone(int protocol, Key key) {
    return protocol == icmp
        || protocol == Dimension.UNKNOWN_PROTOCOL
        || key.failsafes().contains(protocol);
  }

  static int number(int protocol) {
    return protocol == Dimension.UNKNOWN_PROTOCOL ? -1 : protocol;
  }
}
