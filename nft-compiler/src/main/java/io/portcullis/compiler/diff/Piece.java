package io.portcullis.compiler.diff;

import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.Segment;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What services are alike in, in both policies.
 *
 * @param before their class in the old policy
 * @param after their class in the new one
 * @param failsafeBefore sources that the old failsafes let in
 * @param failsafeAfter sources that the new ones let in
 */
record Piece(
    ServiceClass before, ServiceClass after, AddressSet failsafeBefore, AddressSet failsafeAfter) {

  private static final int UNKNOWN = -1;

  /** All services by what they are alike in, without those of neighbour discovery. */
  static Map<Piece, Services> all(Side before, Side after, Family family) {
    Map<Piece, Services.Builder> pieces = new LinkedHashMap<>();
    for (int protocol = UNKNOWN; protocol < ProtocolSet.COUNT; protocol++) {
      cut(before, after, family, protocol, pieces);
    }
    Map<Piece, Services> out = new LinkedHashMap<>();
    pieces.forEach((piece, services) -> out.put(piece, services.build()));
    return out;
  }

  private static void cut(
      Side before, Side after, Family family, int protocol, Map<Piece, Services.Builder> pieces) {
    boolean discovery = family == Family.V6 && protocol == ProtocolSet.ICMPV6;
    List<Segment> old = before.segments(protocol);
    List<Segment> now = after.segments(protocol);
    TreeSet<Integer> starts = new TreeSet<>();
    old.forEach(segment -> starts.add(segment.first()));
    now.forEach(segment -> starts.add(segment.first()));
    List<Integer> failsafes = before.failsafePorts(protocol);
    failsafes.addAll(after.failsafePorts(protocol));
    failsafes.forEach(port -> addBoth(starts, port, port + 1));
    if (discovery) {
      addBoth(starts, 130 << 8, 138 << 8);
      addBoth(starts, 143 << 8, 144 << 8);
    }
    int i = 0;
    int j = 0;
    for (int first : starts) {
      i += old.get(i).last() < first ? 1 : 0;
      j += now.get(j).last() < first ? 1 : 0;
      Integer next = starts.higher(first);
      int last = (next == null ? PortSet.COUNT : next) - 1;
      if (!discovery || !isDiscovery(first >> 8)) {
        Piece piece =
            new Piece(
                old.get(i).service(),
                now.get(j).service(),
                before.failsafe(protocol, first),
                after.failsafe(protocol, first));
        pieces.computeIfAbsent(piece, key -> new Services.Builder()).add(protocol, first, last);
      }
    }
  }

  private static void addBoth(TreeSet<Integer> starts, int first, int next) {
    starts.add(first);
    if (next < PortSet.COUNT) {
      starts.add(next);
    }
  }

  /** RFC 4861 and its inverse, RFC 2710 and RFC 3810: never dropped. */
  private static boolean isDiscovery(int type) {
    return (type >= 130 && type <= 137) || type == 143;
  }

  /** True if any failsafe lets in anything, so that the destination may matter. */
  boolean hasFailsafe() {
    return !failsafeBefore.isEmpty() || !failsafeAfter.isEmpty();
  }

  /** True if the same actions happen to the same packets in the same order. */
  boolean sameRules() {
    List<ClassRule> old = before.rules();
    List<ClassRule> now = after.rules();
    boolean same = old.size() == now.size() && failsafeBefore.equals(failsafeAfter);
    for (int i = 0; same && i < old.size(); i++) {
      same =
          old.get(i).rule().action() == now.get(i).rule().action()
              && (i == 0 || newTier(old, i) == newTier(now, i))
              && old.get(i).box().source().equals(now.get(i).box().source())
              && old.get(i).box().destination().equals(now.get(i).box().destination())
              && old.get(i).box().sourcePorts().equals(now.get(i).box().sourcePorts());
    }
    return same;
  }

  private static boolean newTier(List<ClassRule> rules, int at) {
    return rules.get(at).tier() != rules.get(at - 1).tier();
  }
}
