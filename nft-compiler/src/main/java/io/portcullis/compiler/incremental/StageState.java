package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceStage;
import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One stage as it stands, and what becomes of it when sources of some of its boxes change. */
final class StageState {

  private final int policy;
  private final Family family;
  private final StageBounds bounds;
  private final Optional<SourceStage.Maps> maps;
  private final Map<Integer, ClassRule> rules = new HashMap<>();
  private final Map<Integer, Set<UseState>> usesOf = new HashMap<>();
  private final Set<Integer> opaque = new HashSet<>();
  private final int first;
  private final int many;
  private final Optional<ServiceState> services;
  private final StageSize size;
  private long extra;

  /**
   * A stage as it was compiled.
   *
   * @param policy number of its policy
   * @param many entries of a class from which on it is kept as a tree
   */
  StageState(SourceStage of, int policy, int many) {
    this.policy = policy;
    family = of.family();
    this.many = many;
    bounds = of.bounds();
    size = new StageSize(of.stage());
    maps = of.maps();
    List<ClassRule> boxes = of.stage().boxes();
    first = boxes.isEmpty() ? 0 : boxes.get(0).order();
    for (ClassRule box : boxes) {
      rules.put(box.order(), box);
    }
    Map<ServiceClass, UseState> uses = maps.map(this::index).orElse(Map.of());
    services = maps.flatMap(SourceStage.Maps::services).map(s -> new ServiceState(s, uses));
  }

  private Map<ServiceClass, UseState> index(SourceStage.Maps of) {
    Map<ServiceClass, UseState> used = new HashMap<>();
    for (SourceUse use : of.uses()) {
      UseState state = new UseState(use, family, many);
      extra += state.extra();
      used.put(use.service(), state);
      index(state);
    }
    for (ServiceClass service : of.classes()) {
      if (!used.containsKey(service)) {
        service.rules().forEach(rule -> opaque.add(rule.order()));
      }
    }
    return used;
  }

  private void index(UseState use) {
    for (ClassRule rule : use.use().service().rules()) {
      usesOf.computeIfAbsent(rule.order(), k -> new LinkedHashSet<>()).add(use);
    }
  }

  /** True if it is of a policy, by its number, and family. */
  boolean isOf(int ofPolicy, Family ofFamily) {
    return policy == ofPolicy && family == ofFamily;
  }

  /** True if a box, by its order, is of this stage. */
  boolean holds(int order) {
    return rules.containsKey(order);
  }

  /** True if that is the box with which this stage begins. */
  boolean begins(int order) {
    return first == order;
  }

  /** True if a packet may meet both. */
  boolean meets(StageState other) {
    return policy == other.policy && family == other.family;
  }

  /**
   * What a stage becomes.
   *
   * @param rules those that changed, by order
   * @param uses those that changed
   * @param stage with its new sizes; its boxes are those it began with
   * @param sizes what became of these
   * @param services where services go, if boxes went or came
   * @param gone boxes that went, by order
   * @param extra elements beyond one for each entry
   */
  record Next(
      Map<Integer, ClassRule> rules,
      Map<UseState, UseState.Next> uses,
      Stage stage,
      StageSize.Change sizes,
      Optional<ServiceState.Next> services,
      Set<Integer> gone,
      long extra) {}

  /**
   * Sources of some boxes change, and some boxes go and come.
   *
   * @param changed boxes with other sources, by order
   * @param gone by order
   * @param come with their orders
   * @param touches takes what that comes to
   * @return empty if the stage would be laid out otherwise, or this cannot tell
   */
  Optional<Next> with(
      Map<Integer, MatchBox> changed, Set<Integer> gone, List<ClassRule> come, Touches touches) {
    if (maps.isEmpty()
        || changed.keySet().stream().anyMatch(opaque::contains)
        || gone.stream().anyMatch(opaque::contains)) {
      return Optional.empty();
    }
    Map<Integer, ClassRule> nextRules = new HashMap<>();
    changed.forEach((order, box) -> nextRules.put(order, rule(order).with(box)));
    come.forEach(rule -> nextRules.put(rule.order(), rule));
    Optional<ServiceState.Next> nextServices = Optional.empty();
    if (!gone.isEmpty() || !come.isEmpty()) {
      nextServices =
          services.flatMap(
              s ->
                  s.with(
                      gone.stream().map(this::rule).toList(),
                      come,
                      order -> after(nextRules, order),
                      use -> new UseState(use, family, many),
                      this,
                      touches));
      if (nextServices.isEmpty()) {
        return Optional.empty();
      }
    }
    StageSize.Change sizes = sizes(nextRules, gone, nextServices);
    Stage resized = size.with(sizes);
    if (!bounds.hold(resized)) {
      return Optional.empty();
    }
    Optional<Map<UseState, UseState.Next>> nextUses =
        uses(
            changed,
            nextRules,
            nextServices.map(ServiceState.Next::gone).orElse(Set.of()),
            touches);
    if (nextUses.isEmpty()) {
      return Optional.empty();
    }
    long more = extra;
    for (Map.Entry<UseState, UseState.Next> use : nextUses.get().entrySet()) {
      more += use.getValue().extra(use.getKey().use()) - use.getKey().extra();
    }
    for (UseState use : nextServices.map(ServiceState.Next::gone).orElse(Set.of())) {
      more -= use.extra();
    }
    for (UseState use : nextServices.map(s -> s.come().keySet()).orElse(Set.of())) {
      more += use.extra();
    }
    return more <= Math.max(extra, bounds.room(resized))
        ? Optional.of(new Next(nextRules, nextUses.get(), resized, sizes, nextServices, gone, more))
        : Optional.empty();
  }

  private Optional<Map<UseState, UseState.Next>> uses(
      Map<Integer, MatchBox> changed,
      Map<Integer, ClassRule> nextRules,
      Set<UseState> gone,
      Touches touches) {
    Map<UseState, AddressSet> sources = new LinkedHashMap<>();
    changed.forEach(
        (order, box) -> {
          AddressSet was = rule(order).box().source();
          AddressSet differing = was.minus(box.source()).union(box.source().minus(was));
          usesOf.getOrDefault(order, Set.of()).stream()
              .filter(use -> !gone.contains(use))
              .forEach(use -> sources.merge(use, differing, AddressSet::union));
        });
    Map<UseState, UseState.Next> out = new LinkedHashMap<>();
    for (Map.Entry<UseState, AddressSet> entry : sources.entrySet()) {
      SourceUse use = entry.getKey().use();
      List<ClassRule> of =
          use.service().rules().stream().map(r -> after(nextRules, r.order())).toList();
      Optional<UseState.Next> next = entry.getKey().with(of, entry.getValue());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      next.get()
          .entries()
          .forEach(
              (prefix, change) ->
                  touches.add(new Touch(this, use, prefix, change.before(), change.after())));
      out.put(entry.getKey(), next.get());
    }
    return Optional.of(out);
  }

  private ClassRule after(Map<Integer, ClassRule> next, int order) {
    ClassRule changed = next.get(order);
    return changed != null ? changed : rule(order);
  }

  private StageSize.Change sizes(
      Map<Integer, ClassRule> changed, Set<Integer> gone, Optional<ServiceState.Next> edits) {
    StageSize.Change out = size.change();
    changed.forEach(
        (order, rule) -> {
          long classes =
              usesOf.getOrDefault(order, Set.of()).stream()
                  .map(use -> use.use().service())
                  .distinct()
                  .count();
          out.rule(Optional.ofNullable(rules.get(order)), Optional.of(rule), classes);
        });
    gone.forEach(order -> out.rule(Optional.of(rule(order)), Optional.empty(), 0));
    edits.ifPresent(
        of -> {
          of.gone().forEach(use -> out.uses(boxes(use, Map.of()), -1, 0));
          of.come().forEach((use, in) -> out.uses(boxes(use, changed), 1, in.size()));
        });
    return out;
  }

  private List<ClassRule> boxes(UseState use, Map<Integer, ClassRule> changed) {
    return use.use().service().rules().stream().map(r -> after(changed, r.order())).toList();
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    size.become(next.stage(), next.sizes());
    next.gone().forEach(rules::remove);
    rules.putAll(next.rules());
    next.uses().forEach(UseState::become);
    next.services().ifPresent(this::become);
    extra = next.extra();
  }

  private void become(ServiceState.Next next) {
    for (UseState use : next.gone()) {
      for (ClassRule rule : use.use().service().rules()) {
        usesOf.getOrDefault(rule.order(), new HashSet<>()).remove(use);
      }
    }
    next.come().keySet().forEach(this::index);
    services.ifPresent(s -> s.become(next));
  }

  private ClassRule rule(int order) {
    return Objects.requireNonNull(rules.get(order));
  }
}
