package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** How large a class of sources becomes: what its rules make of services. */
final class ServicesBehind {

  /** Up to so many rules are tried one after the other, where a map would be one more set. */
  private static final int FEW_RULES = 4;

  private final int icmp;

  ServicesBehind(Family family) {
    icmp = ServiceModel.icmpOf(family);
  }

  /** Entries and rules. */
  long size(List<ClassRule> rules) {
    if (rules.size() <= FEW_RULES) {
      return rules.size();
    }
    long size = 0;
    for (int protocol : new int[] {ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP, icmp}) {
      size += entries(rules, protocol);
    }
    return size;
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
    return count == 0 ? 1 : entries(edges, count);
  }

  /** Of all segments but those that face what most ports face. */
  private static long entries(long[] edges, int count) {
    Map<Long, int[]> faced = new HashMap<>();
    long print = 0;
    int from = 0;
    long segments = 0;
    for (int i = 0; i <= count; i++) {
      int at = i < count ? (int) (edges[i] >>> 32) : PortSet.COUNT;
      if (at > from) {
        int[] of = faced.computeIfAbsent(print, key -> new int[2]);
        of[0]++;
        of[1] += at - from;
        segments++;
        from = at;
      }
      if (i < count) {
        print ^= new SplittableRandom(edges[i] & 0xffffffffL).nextLong();
      }
    }
    int[] most = new int[2];
    for (int[] of : faced.values()) {
      most = of[1] > most[1] ? of : most;
    }
    long differing = segments - most[0];
    return 1 + Math.min(PortSet.COUNT - most[1], 2 * differing);
  }
}
