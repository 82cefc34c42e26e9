package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.PortMaps;
import io.portcullis.compiler.lower.SourceStage;
import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.netlink.Bytes;
import io.portcullis.netlink.nftables.Verdict;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.PortSet;
import io.portcullis.policy.effective.ProtocolSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Where services go in one stage, each as {@code protocol << 16 | port}, and what becomes of it
 * when boxes for some ports go and come.
 */
final class ServiceState {

  /** More ports than these are not entered one by one. */
  private static final int MANY = 4096;

  private static final int[] PROTOCOLS = {ProtocolSet.TCP, ProtocolSet.UDP, ProtocolSet.SCTP};

  private final SourceStage.Services services;
  private final Map<Integer, UseState> entered = new HashMap<>();
  private final Map<UseState, Set<Integer>> servicesOf = new HashMap<>();

  /** Those in the map of which this does not know enough to put them elsewhere. */
  private final Set<Integer> closed = new HashSet<>();

  private final Map<Integer, List<Integer>> usual = new HashMap<>();

  /** With the classes that are in maps by port, or whose sources do not matter. */
  ServiceState(SourceStage.Services services, Map<ServiceClass, UseState> uses) {
    this.services = services;
    closed.addAll(services.exceptions());
    services
        .entered()
        .forEach(
            (service, of) -> {
              UseState use = uses.get(of);
              if (use == null || use.use().way().isEmpty()) {
                closed.add(service);
              } else {
                entered.put(service, use);
                servicesOf.computeIfAbsent(use, key -> new LinkedHashSet<>()).add(service);
              }
            });
    services.usual().forEach((protocol, of) -> usual.put(protocol, orders(of.service().rules())));
  }

  private static List<Integer> orders(List<ClassRule> rules) {
    return rules.stream().map(ClassRule::order).toList();
  }

  /**
   * What becomes of it.
   *
   * @param gone uses that are no more
   * @param come uses in their place, with their services
   * @param left services that are no longer in the map
   */
  record Next(Set<UseState> gone, Map<UseState, Set<Integer>> come, Set<Integer> left) {}

  /**
   * Boxes go and come.
   *
   * @param gone by order
   * @param come with their orders
   * @param rules of after, by order
   * @param made a use as it is kept
   * @return empty if the stage would be laid out otherwise, or this cannot tell
   */
  Optional<Next> with(
      List<ClassRule> gone,
      List<ClassRule> come,
      IntFunction<ClassRule> rules,
      Function<SourceUse, UseState> made,
      StageState stage,
      Touches touches) {
    Map<Integer, NavigableSet<Integer>> next = new LinkedHashMap<>();
    for (ClassRule rule : gone) {
      if (!each(rule, next, NavigableSet::remove)) {
        return Optional.empty();
      }
    }
    for (ClassRule rule : come) {
      if (!each(rule, next, NavigableSet::add)) {
        return Optional.empty();
      }
    }
    Next out = new Next(new LinkedHashSet<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
    takeAlong(next, gone, out);
    Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
    next.forEach(
        (service, orders) ->
            groups
                .computeIfAbsent(
                    List.of(service >>> 16, services.ports().isAhead(service), List.copyOf(orders)),
                    key -> new ArrayList<>())
                .add(service));
    for (List<Integer> group : groups.values()) {
      List<Integer> orders = List.copyOf(next.getOrDefault(group.get(0), new TreeSet<>()));
      Optional<SourceUse> use = Optional.empty();
      if (orders.equals(usual.get(group.get(0) >>> 16))) {
        out.left().addAll(group);
      } else {
        List<ClassRule> of = orders.stream().map(rules::apply).toList();
        use =
            of.stream().allMatch(ClassRule::onlySource)
                ? services.ports().enter(of, group, way(group.get(0)))
                : Optional.empty();
        if (use.isEmpty()) {
          return Optional.empty();
        }
        out.come().put(made.apply(use.get()), new LinkedHashSet<>(group));
      }
      for (int service : group) {
        if (!touch(service, use, stage, touches)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(out);
  }

  private Optional<Verdict> way(int service) {
    return Optional.ofNullable(entered.get(service)).flatMap(use -> use.use().way());
  }

  private interface Edit {
    boolean to(NavigableSet<Integer> orders, Integer order);
  }

  /** Edits the orders of each service that a box holds; false if this cannot tell which. */
  private boolean each(ClassRule rule, Map<Integer, NavigableSet<Integer>> next, Edit edit) {
    MatchBox box = rule.box();
    PortSet ports = box.destinationPorts();
    if (ports.isAll()) {
      return false;
    }
    for (int protocol : PROTOCOLS) {
      if (!box.protocols().contains(protocol)) {
        continue;
      }
      for (PortSet.Range range : ports.ranges()) {
        for (int port = range.first(); port <= range.last(); port++) {
          int service = protocol << 16 | port;
          NavigableSet<Integer> orders = next.get(service);
          if (orders == null) {
            Optional<NavigableSet<Integer>> now = now(service);
            if (now.isEmpty() || next.size() == MANY) {
              return false;
            }
            orders = now.get();
            next.put(service, orders);
          }
          boolean unused = edit.to(orders, rule.order());
        }
      }
    }
    return true;
  }

  private Optional<NavigableSet<Integer>> now(int service) {
    if (closed.contains(service)) {
      return Optional.empty();
    }
    UseState use = entered.get(service);
    return use != null
        ? Optional.of(new TreeSet<>(orders(use.use().service().rules())))
        : Optional.ofNullable(usual.get(service >>> 16)).map(TreeSet::new);
  }

  /** Uses that lose services are made anew, with the services that they keep. */
  private void takeAlong(Map<Integer, NavigableSet<Integer>> next, List<ClassRule> gone, Next out) {
    Set<UseState> uses = new LinkedHashSet<>();
    next.keySet()
        .forEach(service -> Optional.ofNullable(entered.get(service)).ifPresent(uses::add));
    Set<Integer> ends = new HashSet<>(orders(gone));
    for (UseState use : uses) {
      boolean ended = use.use().service().rules().stream().anyMatch(r -> ends.contains(r.order()));
      if (use.use().times() == 0 && !ended) {
        // It may stand for protocols too, and has no elements of its own.
        continue;
      }
      out.gone().add(use);
      for (int service : servicesOf.getOrDefault(use, Set.of())) {
        if (!next.containsKey(service)) {
          next.put(service, new TreeSet<>(orders(use.use().service().rules())));
        }
      }
    }
  }

  private boolean touch(int service, Optional<SourceUse> after, StageState stage, Touches touches) {
    Optional<UseState> before = Optional.ofNullable(entered.get(service));
    Optional<Verdict> was = way(service);
    Optional<Verdict> is = after.flatMap(SourceUse::way);
    ServiceTouch turn = new ServiceTouch(services.map(), PortMaps.key(service), was, is);
    Bytes source = services.ports().sourceKey(service);
    if (services.ports().isAhead(service)) {
      Optional<Verdict> settled = services.ports().settled(service);
      if (settled.isPresent() && !settled.equals(comesTo(service, is))) {
        return false;
      }
      // A packet goes from the longest prefixes to the service, as if that were the shortest.
      ServiceChange.entries(stage, source, before, after).forEach(touches::add);
      if (!was.equals(is)) {
        touches.add(turn, comesTo(service, was).equals(comesTo(service, is)));
      }
      return true;
    }
    boolean asked = before.filter(use -> use.use().times() > 0).isPresent();
    boolean asks = after.filter(use -> use.times() > 0).isPresent();
    if (was.equals(is) && asked && asks) {
      ServiceChange.entries(stage, source, before, after).forEach(touches::add);
      return true;
    }
    if (asked && asks) {
      // Only lookups more, in which the service has nothing yet, or has nothing any longer.
      boolean more = after.get().asksAll(before.get().use());
      if (!more && !before.get().use().asksAll(after.get())) {
        return false;
      }
      touches.add(turn, more ? Touches.When.BEFORE : Touches.When.AFTER);
      ServiceChange.entries(stage, source, before, after).forEach(touches::add);
      return true;
    }
    if (!was.equals(is)) {
      // What a packet comes to is settled when its service is looked up, before any source.
      touches.add(turn, Touches.When.FIRST);
    }
    Touches.When when = asked ? Touches.When.AFTER : Touches.When.FIRST;
    ServiceChange.entries(stage, source, before, after).forEach(touch -> touches.add(touch, when));
    return true;
  }

  /** What sources come to that have no entry. */
  private Optional<Verdict> comesTo(int service, Optional<Verdict> inMap) {
    return inMap.or(
        () -> Optional.ofNullable(services.usual().get(service >>> 16)).map(of -> of.there()));
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    next.gone()
        .forEach(
            use -> {
              Set<Integer> of = servicesOf.remove(use);
              if (of != null) {
                of.forEach(entered::remove);
              }
            });
    next.left().forEach(service -> leave(service));
    next.come()
        .forEach(
            (use, of) -> {
              of.forEach(
                  service -> {
                    leave(service);
                    entered.put(service, use);
                  });
              servicesOf.put(use, of);
            });
  }

  private void leave(int service) {
    UseState use = entered.remove(service);
    if (use != null) {
      Optional.ofNullable(servicesOf.get(use)).ifPresent(of -> of.remove(service));
    }
  }
}
