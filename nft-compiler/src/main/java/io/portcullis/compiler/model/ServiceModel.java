package io.portcullis.compiler.model;

import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which class each service belongs to, for one policy and family.
 *
 * @param segmented TCP, UDP, SCTP and the family's ICMP: ascending segments that cover all 65,536
 *     ports or words
 * @param plain every other protocol
 * @param unknown the class of packets whose protocol cannot be told
 */
public record ServiceModel(
    Map<Integer, List<Segment>> segmented, Map<Integer, ServiceClass> plain, ServiceClass unknown) {

  /** How far apart the orders of two boxes are: so often can one be put in between. */
  public static final int APART = 256;

  /** The ICMP of a family. */
  public static int icmpOf(Family family) {
    return family == Family.V4 ? ProtocolSet.ICMP : ProtocolSet.ICMPV6;
  }

  /** Cuts the services of {@code policy} in {@code family} into classes. */
  public static ServiceModel of(EffectivePolicy policy, Family family) {
    return of(boxes(policy, family), family);
  }

  /** All classes there are, each once, in the order of their services. */
  public List<ServiceClass> classes() {
    Set<ServiceClass> out = new LinkedHashSet<>();
    segmented.values().forEach(of -> of.forEach(segment -> out.add(segment.service())));
    out.addAll(plain.values());
    out.add(unknown);
    return List.copyOf(out);
  }

  /** Cuts services into classes by {@code boxes}, which are in ascending order. */
  public static ServiceModel of(List<ClassRule> boxes, Family family) {
    return new Cutter(boxes).cut(icmpOf(family));
  }

  /**
   * All boxes of {@code policy} in {@code family} that hold a packet, in order of evaluation. Their
   * numbers leave room for others in between: {@link #APART}.
   */
  public static List<ClassRule> boxes(EffectivePolicy policy, Family family) {
    List<ClassRule> out = new ArrayList<>();
    for (int tier = 0; tier < policy.tiers().size(); tier++) {
      EffectiveTier effective = policy.tiers().get(tier);
      for (EffectiveRule rule : effective.rules()) {
        for (MatchBox box : rule.boxes()) {
          if (out.size() == Integer.MAX_VALUE / APART) {
            throw new IllegalArgumentException("a policy of more boxes than can be numbered");
          }
          // What holds no packet decides none, and no comparison can say "never".
          if (box.family() == family && !box.isEmpty()) {
            out.add(new ClassRule(out.size() * APART, tier, rule, box));
          }
        }
      }
    }
    return out;
  }

  private static final class Cutter {

    private final List<ClassRule> boxes;
    private final Map<Integer, ClassRule> byOrder = new HashMap<>();
    private final Map<List<Integer>, ServiceClass> classes = new HashMap<>();

    Cutter(List<ClassRule> boxes) {
      this.boxes = boxes;
      boxes.forEach(box -> byOrder.put(box.order(), box));
    }

    ServiceModel cut(int icmp) {
      Map<Integer, List<Segment>> segmented = new LinkedHashMap<>();
      for (int protocol : new int[] {ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP}) {
        segmented.put(protocol, segments(protocol, MatchBox::destinationPorts));
      }
      segmented.put(icmp, segments(icmp, box -> box.icmp().asWords()));
      return new ServiceModel(
          Collections.unmodifiableMap(segmented), plain(segmented), serviceClass(holding(-1)));
    }

    /** Protocols that the same boxes hold share a class; most share one. */
    private Map<Integer, ServiceClass> plain(Map<Integer, List<Segment>> segmented) {
      List<ProtocolSet> distinct =
          boxes.stream().map(rule -> rule.box().protocols()).distinct().toList();
      Map<BitSet, ServiceClass> byMembership = new HashMap<>();
      Map<Integer, ServiceClass> plain = new LinkedHashMap<>();
      for (int protocol = 0; protocol < ProtocolSet.COUNT; protocol++) {
        if (segmented.containsKey(protocol)) {
          continue;
        }
        BitSet membership = new BitSet();
        for (int i = 0; i < distinct.size(); i++) {
          membership.set(i, distinct.get(i).contains(protocol));
        }
        ServiceClass service = byMembership.get(membership);
        if (service == null) {
          service = serviceClass(holding(protocol));
          byMembership.put(membership, service);
        }
        plain.put(protocol, service);
      }
      return Collections.unmodifiableMap(plain);
    }

    private List<Integer> holding(int protocol) {
      List<Integer> out = new ArrayList<>();
      for (ClassRule rule : boxes) {
        // A box restricted to ports or types never holds a protocol that has none.
        if (rule.box().protocols().contains(protocol)) {
          out.add(rule.order());
        }
      }
      return out;
    }

    private List<Segment> segments(int protocol, Function<MatchBox, PortSet> ports) {
      TreeMap<Integer, List<Integer>> starts = new TreeMap<>();
      TreeMap<Integer, List<Integer>> ends = new TreeMap<>();
      for (ClassRule rule : boxes) {
        if (rule.box().protocols().contains(protocol)) {
          for (PortSet.Range range : ports.apply(rule.box()).ranges()) {
            starts.computeIfAbsent(range.first(), at -> new ArrayList<>()).add(rule.order());
            ends.computeIfAbsent(range.last() + 1, at -> new ArrayList<>()).add(rule.order());
          }
        }
      }
      TreeSet<Integer> bounds = new TreeSet<>(starts.keySet());
      bounds.addAll(ends.keySet());
      bounds.add(0);
      bounds.remove(PortSet.COUNT);
      TreeSet<Integer> active = new TreeSet<>();
      List<Segment> out = new ArrayList<>();
      for (int from : bounds) {
        ends.getOrDefault(from, List.of()).forEach(active::remove);
        active.addAll(starts.getOrDefault(from, List.of()));
        Integer next = bounds.higher(from);
        int last = (next == null ? PortSet.COUNT : next) - 1;
        append(out, from, last, serviceClass(List.copyOf(active)));
      }
      return Collections.unmodifiableList(out);
    }

    private static void append(List<Segment> out, int first, int last, ServiceClass service) {
      if (!out.isEmpty() && out.get(out.size() - 1).service() == service) {
        Segment previous = out.remove(out.size() - 1);
        out.add(new Segment(previous.first(), last, service));
      } else {
        out.add(new Segment(first, last, service));
      }
    }

    private ServiceClass serviceClass(List<Integer> orders) {
      return classes.computeIfAbsent(
          orders, key -> new ServiceClass(key.stream().map(byOrder::get).toList()));
    }
  }
}
