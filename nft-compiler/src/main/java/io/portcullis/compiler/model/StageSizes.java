package io.portcullis.compiler.model;

import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How large rules become if they are looked up together, counted without making it: by going over
 * the ports, or the sources, with a fingerprint of the rules that hold the value at hand. Equal
 * sets of rules have equal fingerprints; that unequal ones do too is so unlikely, and costs so
 * little, that it is left at that: what comes out is the size, not the meaning.
 */
final class StageSizes {

  /** Too large to be counted, or not possible at all. */
  static final long IMPOSSIBLE = Long.MAX_VALUE;

  private final Family family;
  private final Weights weights;
  private final List<ClassRule> boxes;
  private final long[] prints;
  private final long[] weight;
  private final long[] classesOf;
  private final Set<Long> classes = new HashSet<>();
  private long total;

  StageSizes(List<ClassRule> boxes, Family family, Weights weights) {
    this.boxes = boxes;
    this.family = family;
    this.weights = weights;
    prints = new long[boxes.size()];
    weight = new long[boxes.size()];
    classesOf = new long[boxes.size()];
    for (int i = 0; i < prints.length; i++) {
      prints[i] = new SplittableRandom(boxes.get(i).order()).nextLong();
      weight[i] = weights.of(boxes.get(i).box().source());
    }
  }

  /**
   * The size of the rules as they are written: each box and port range is one, each address set
   * that is not the same as another's as many as it has CIDRs and exceptions.
   */
  long input() {
    Set<Integer> sets = new HashSet<>();
    long size = 0;
    for (ClassRule rule : boxes) {
      MatchBox box = rule.box();
      size += 1 + box.destinationPorts().ranges().size();
      size += box.sourcePorts().isAll() ? 0 : box.sourcePorts().ranges().size();
      size += sets.add(weights.number(box.source())) ? weights.of(box.source()) : 0;
      if (!box.destination().isAll() && sets.add(weights.number(box.destination()))) {
        size += weights.of(box.destination());
      }
    }
    return size;
  }

  /** Entries and rules of all classes of services, if ports are asked first. */
  long portFirst() {
    total = 0;
    classes.clear();
    Arrays.fill(classesOf, 0);
    for (int protocol : new int[] {ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP}) {
      sweep(protocol, MatchBox::destinationPorts);
    }
    sweep(ServiceModel.icmpOf(family), box -> box.icmp().asWords());
    plain();
    return total;
  }

  /** In how many classes of services a box is; after {@link #portFirst}. */
  long classesOf(int index) {
    return classesOf[index];
  }

  long weight(int index) {
    return weight[index];
  }

  /** A bound of a range: from here on the box at index is held, or no longer. */
  private record Edge(int at, int index, boolean starts) {}

  private void sweep(int protocol, Function<MatchBox, PortSet> ports) {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      if (boxes.get(i).box().protocols().contains(protocol)) {
        for (PortSet.Range range : ports.apply(boxes.get(i).box()).ranges()) {
          edges.add(new Edge(range.first(), i, true));
          edges.add(new Edge(range.last() + 1, i, false));
        }
      }
    }
    edges.sort((a, b) -> Integer.compare(a.at, b.at));
    Running held = new Running();
    int at = 0;
    for (int next = 0; at < PortSet.COUNT; ) {
      while (next < edges.size() && edges.get(next).at <= at) {
        held.take(edges.get(next).index, edges.get(next).starts);
        next++;
      }
      held.count();
      at = next < edges.size() ? edges.get(next).at : PortSet.COUNT;
      total++;
    }
    held.close();
  }

  private void plain() {
    for (int protocol = -1; protocol < ProtocolSet.COUNT; protocol++) {
      Running held = new Running();
      for (int i = 0; i < boxes.size(); i++) {
        if (boxes.get(i).box().protocols().contains(protocol)) {
          held.take(i, true);
        }
      }
      boolean ports = ProtocolSet.hasPorts(protocol);
      if (!ports && protocol != ServiceModel.icmpOf(family)) {
        held.count();
      }
      held.close();
    }
  }

  /** The boxes that hold the value at hand. */
  private final class Running {

    private final long[] since = new long[boxes.size()];
    private final boolean[] in = new boolean[boxes.size()];
    private long print;
    private long weights;
    private int count;
    private int general;

    void take(int index, boolean starts) {
      if (in[index] == starts) {
        return;
      }
      in[index] = starts;
      int sign = starts ? 1 : -1;
      print ^= prints[index];
      weights += sign * weight[index];
      count += sign;
      general += boxes.get(index).onlySource() ? 0 : sign;
      if (starts) {
        since[index] = classes.size();
      } else {
        classesOf[index] += classes.size() - since[index];
      }
    }

    void count() {
      if (classes.add(print)) {
        total += general > 0 ? count : weights;
      }
    }

    void close() {
      for (int i = 0; i < in.length; i++) {
        if (in[i]) {
          take(i, false);
        }
      }
    }
  }

  /**
   * Entries and rules of all classes of sources, if sources are asked first.
   *
   * @param most beyond which it need not be told how large
   */
  long sourceFirst(long most) {
    return boxes.stream().allMatch(ClassRule::onlySource) ? bySource(most) : IMPOSSIBLE;
  }

  /** Entries that lead from sources to their classes. */
  long leading() {
    return SourceClasses.bySource(boxes).keySet().stream().mapToLong(weights::of).sum();
  }

  /** The same, where boxes may ask for destinations and source ports behind the source. */
  long bySource(long most) {
    Map<AddressSet, List<ClassRule>> bySource = SourceClasses.bySource(boxes);
    Map<Integer, List<ClassRule>> sharing = new HashMap<>();
    long size = 0;
    for (List<ClassRule> same : bySource.values()) {
      size += weights.of(same.get(0).box().source());
      sharing.put(same.get(0).order(), same);
    }
    ServicesBehind behind = new ServicesBehind(family);
    TreeSet<Integer> held = new TreeSet<>();
    Set<Long> found = new HashSet<>();
    long print = 0;
    List<Bound> bounds =
        Bound.of(bySource.values().stream().map(same -> same.get(0)).toList(), family);
    for (int i = 0; i < bounds.size() && size <= most; i++) {
      Bound bound = bounds.get(i);
      int order = bound.rule().order();
      print ^= new SplittableRandom(order).nextLong();
      boolean unused = bound.starts() ? held.add(order) : held.remove(order);
      boolean last = i + 1 == bounds.size() || !bounds.get(i + 1).at(bound.high(), bound.low());
      if (last && found.add(print)) {
        List<ClassRule> rules = new ArrayList<>();
        held.forEach(one -> rules.addAll(sharing.getOrDefault(one, List.of())));
        size += behind.size(rules);
      }
    }
    return size;
  }
}
