package io.portcullis.compiler.lower;

import static io.portcullis.compiler.lower.Loads.R0;

import io.portcullis.compiler.model.Segment;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.NftDataType;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftSetElem;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.netlink.nftables.expr.Lookup;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.PortSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Segments as maps of their own: wide port ranges, and ICMP types and codes. */
final class Segments {

  private static final int CODES = 256;

  private Segments() {}

  /** The class that has most ports; of equals, the first. */
  static ServiceClass mostPorts(List<Segment> segments) {
    Map<ServiceClass, Integer> counts = new LinkedHashMap<>();
    segments.forEach(s -> counts.merge(s.service(), s.size(), Integer::sum));
    ServiceClass most = segments.get(0).service();
    for (Map.Entry<ServiceClass, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > counts.getOrDefault(most, 0)) {
        most = entry.getKey();
      }
    }
    return most;
  }

  /** A chain that looks a protocol's port up in an interval map. The verdict to get there. */
  static Verdict intervals(
      Scope scope,
      int protocol,
      List<Segment> segments,
      Verdict otherwise,
      Function<ServiceClass, Verdict> target) {
    List<NftSetElem> elements = new ArrayList<>();
    for (Segment segment : segments) {
      elements.add(NftSetElem.of(Bytes.ofU16(segment.first()), target.apply(segment.service())));
      int after = segment.last() + 1;
      // Also where the next interval begins: to the kernel, two beginnings in a row overlap.
      if (after < PortSet.COUNT) {
        elements.add(NftSetElem.intervalEnd(Bytes.ofU16(after)));
      }
    }
    String name = scope.named("ports-of-" + protocol);
    scope
        .draft()
        .set(
            NftSet.verdictMap(name, NftSet.F_INTERVAL, NftDataType.INET_SERVICE, 2)
                .withUserData(Comments.ofSet("where ranges of ports go")),
            new SetElements.Listed(elements));
    scope.draft().chain(name, "ports of protocol " + protocol);
    scope.draft().rule(name, Loads.destinationPort(R0), Lookup.verdict(name, R0));
    scope.draft().rule(name, Loads.verdict(otherwise));
    return Verdict.goTo(name);
  }

  /** A chain that looks ICMP type, and where needed code, up. The verdict to get there. */
  static Verdict words(
      Scope scope,
      List<Segment> segments,
      Verdict otherwise,
      Function<ServiceClass, Verdict> target) {
    Map<Integer, Map<Integer, Verdict>> byType = new TreeMap<>();
    for (Segment segment : segments) {
      Verdict verdict = target.apply(segment.service());
      for (int word = segment.first(); word <= segment.last(); word++) {
        byType.computeIfAbsent(word / CODES, t -> new TreeMap<>()).put(word % CODES, verdict);
      }
    }
    boolean v4 = scope.family() == Family.V4;
    String name = scope.named("icmp");
    scope.draft().chain(name, "ICMP types");
    MapDraft types =
        scope
            .draft()
            .map(
                NftSet.verdictMap(name, 0, v4 ? NftDataType.ICMP_TYPE : NftDataType.ICMPV6_TYPE, 1)
                    .withUserData(Comments.ofSet("where an ICMP type goes")));
    byType.forEach(
        (type, codes) -> {
          boolean all = codes.size() == CODES && codes.values().stream().distinct().count() == 1;
          types.put(
              Bytes.ofU8(type),
              all ? codes.values().iterator().next() : codes(scope, type, codes, otherwise));
        });
    scope.draft().rule(name, Loads.icmpType(R0), Lookup.verdict(name, R0));
    scope.draft().rule(name, Loads.verdict(otherwise));
    return Verdict.goTo(name);
  }

  private static Verdict codes(
      Scope scope, int type, Map<Integer, Verdict> codes, Verdict otherwise) {
    boolean v4 = scope.family() == Family.V4;
    String name = scope.named("icmp-" + type);
    scope.draft().chain(name, "codes of ICMP type " + type);
    MapDraft map =
        scope
            .draft()
            .map(
                NftSet.verdictMap(name, 0, v4 ? NftDataType.ICMP_CODE : NftDataType.ICMPV6_CODE, 1)
                    .withUserData(Comments.ofSet("where a code of ICMP type " + type + " goes")));
    codes.forEach((code, verdict) -> map.put(Bytes.ofU8(code), verdict));
    scope.draft().rule(name, Loads.icmpCode(R0), Lookup.verdict(name, R0));
    scope.draft().rule(name, Loads.verdict(otherwise));
    return Verdict.goTo(name);
  }
}
