package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How large a class of sources becomes: what its rules make of services. */
final class ServicesBehind {

  /** TCP, UDP, SCTP and the family's ICMP. */
  private static final int PORTED = 4;

  private final int icmp;
  private final Map<ProtocolSet, Integer> plain = new HashMap<>();
  private final IdentityHashMap<List<ClassRule>, Long> known = new IdentityHashMap<>();

  ServicesBehind(Family family) {
    icmp = ServiceModel.icmpOf(family);
  }

  /** The same of a list that is asked for again and again, and does not change. */
  long sizeOnce(List<ClassRule> rules) {
    return known.computeIfAbsent(rules, this::size);
  }

  /** Entries and rules. */
  long size(List<ClassRule> rules) {
    if (rules.size() <= SourceClasses.FEW_RULES) {
      return rules.size();
    }
    long size = 0;
    Set<ProtocolSet> named = new HashSet<>();
    for (ClassRule rule : rules) {
      size += named.add(rule.box().protocols()) ? plain(rule.box().protocols()) : 0;
    }
    for (int protocol : new int[] {ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP, icmp}) {
      size += entries(rules, protocol);
    }
    return size;
  }

  /** Of a set of protocols, those that have no ports; or of the others, if they are fewer. */
  private int plain(ProtocolSet protocols) {
    return plain.computeIfAbsent(
        protocols,
        of -> {
          int held = 0;
          for (int protocol : of.toArray()) {
            held += ProtocolSet.hasPorts(protocol) || protocol == icmp ? 0 : 1;
          }
          return Math.min(held, ProtocolSet.COUNT - PORTED - held);
        });
  }

  /** A port, and the number of a rule that begins or ends to hold there. */
  private static long edge(int port, int rule) {
    return (long) port << 32 | rule;
  }

  private long entries(List<ClassRule> rules, int protocol) {
    long[] edges = new long[16];
    int count = 0;
    for (int i = 0; i < rules.size(); i++) {
      if (!rules.get(i).box().protocols().contains(protocol)) {
        continue;
      }
      PortSet ports =
          protocol == icmp
              ? rules.get(i).box().icmp().asWords()
              : rules.get(i).box().destinationPorts();
      for (PortSet.Range range : ports.ranges()) {
        if (count + 2 > edges.length) {
          edges = Arrays.copyOf(edges, 2 * edges.length);
        }
        edges[count++] = edge(range.first(), i);
        edges[count++] = edge(range.last() + 1, i);
      }
    }
    Arrays.sort(edges, 0, count);
    return count == 0 ? 1 : entries(rules, edges, count);
  }

  /**
   * Of all segments but those that face what most ports face; and the rules of each class of ports
   * that asks for more than the source, since these are tried one after the other.
   */
  private static long entries(List<ClassRule> rules, long[] edges, int count) {
    Map<Long, int[]> faced = new HashMap<>();
    boolean[] in = new boolean[rules.size()];
    long print = 0;
    int from = 0;
    long segments = 0;
    int held = 0;
    int general = 0;
    long tried = 0;
    for (int i = 0; i <= count; i++) {
      int at = i < count ? (int) (edges[i] >>> 32) : PortSet.COUNT;
      if (at > from) {
        int[] of = faced.computeIfAbsent(print, key -> new int[2]);
        tried += of[0] == 0 && general > 0 ? held : 0;
        of[0]++;
        of[1] += at - from;
        segments++;
        from = at;
      }
      if (i < count) {
        int rule = (int) edges[i];
        in[rule] = !in[rule];
        int sign = in[rule] ? 1 : -1;
        held += sign;
        general += rules.get(rule).onlySource() ? 0 : sign;
        print ^= mixed(rule);
      }
    }
    int[] most = new int[2];
    for (int[] of : faced.values()) {
      most = of[1] > most[1] ? of : most;
    }
    long differing = segments - most[0];
    return 1 + tried + Math.min(PortSet.COUNT - most[1], 2 * differing);
  }

  /** Scattered bits of a number: SplitMix64, as of {@link java.util.SplittableRandom}. */
  static long mixed(int number) {
    long bits = (number + 1) * 0x9e3779b97f4a7c15L;
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }
}
