package io.portcullis.compiler.incremental;

import io.portcullis.compiler.lower.SourceStage;
import io.portcullis.compiler.lower.SourceUse;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.compiler.model.ServiceClass;
import io.portcullis.compiler.model.Stage;
import io.portcullis.compiler.model.StageBounds;
import io.portcullis.compiler.model.StagePlan;
import io.portcullis.policy.address.AddressSet;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.MatchBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One stage as it stands, and what becomes of it when sources of some of its boxes change. */
final class StageState {

  /** Sets of more ranges than these are not weighed again, but taken to be as heavy as ranges. */
  private static final int MANY = 2048;

  private final int policy;
  private final Family family;
  private final StageBounds bounds;
  private final Optional<SourceStage.Maps> maps;
  private final Map<Integer, ClassRule> rules = new HashMap<>();
  private final Map<Integer, List<UseState>> usesOf = new HashMap<>();
  private final Set<Integer> opaque = new HashSet<>();
  private final Map<AddressSet, Integer> sets = new HashMap<>();
  private final int first;
  private final int last;
  private Stage stage;
  private long[] counts;

  /**
   * A stage as it was compiled.
   *
   * @param policy number of its policy
   * @param many entries of a class from which on it is kept as a tree
   */
  StageState(SourceStage of, int policy, int many) {
    this.policy = policy;
    family = of.family();
    bounds = of.bounds();
    stage = of.stage();
    maps = of.maps();
    counts = of.maps().map(m -> m.lengths().counts()).orElse(new long[0]);
    List<ClassRule> boxes = of.stage().boxes();
    first = boxes.isEmpty() ? 0 : boxes.get(0).order();
    last = boxes.isEmpty() ? -1 : boxes.get(boxes.size() - 1).order();
    for (ClassRule box : boxes) {
      rules.put(box.order(), box);
      count(box.box().source(), 1, sets);
      if (!box.box().destination().isAll()) {
        count(box.box().destination(), 1, sets);
      }
    }
    maps.ifPresent(all -> index(all, many));
  }

  /**
   * Notes one use more or less, and says how many there are; large sets are all taken to differ.
   */
  private static int count(AddressSet set, int change, Map<AddressSet, Integer> counts) {
    return set.rangeCount() > MANY
        ? Math.max(0, change)
        : counts.merge(set, change, (one, other) -> one + other);
  }

  private void index(SourceStage.Maps of, int many) {
    Set<ServiceClass> used = new HashSet<>();
    for (SourceUse use : of.uses()) {
      UseState state = new UseState(use, family, many);
      used.add(use.service());
      use.service()
          .rules()
          .forEach(rule -> usesOf.computeIfAbsent(rule.order(), k -> new ArrayList<>()).add(state));
    }
    for (ServiceClass service : of.classes()) {
      if (!used.contains(service)) {
        service.rules().forEach(rule -> opaque.add(rule.order()));
      }
    }
  }

  /** True if a box of a policy, by their numbers, is of this stage. */
  boolean holds(int ofPolicy, Family ofFamily, int order) {
    return policy == ofPolicy && family == ofFamily && first <= order && order <= last;
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
   * @param counts elements by length of maps by port
   */
  record Next(
      Map<Integer, ClassRule> rules,
      Map<UseState, UseState.Next> uses,
      Stage stage,
      List<Long> counts) {}

  /**
   * Sources of some boxes change.
   *
   * @param touches takes what that comes to
   * @return empty if the stage would be laid out otherwise, or this cannot tell
   */
  Optional<Next> with(Map<Integer, MatchBox> changed, List<Touch> touches) {
    if (maps.isEmpty() || changed.keySet().stream().anyMatch(opaque::contains)) {
      return Optional.empty();
    }
    Map<Integer, ClassRule> nextRules = new HashMap<>();
    Map<UseState, AddressSet> sources = new LinkedHashMap<>();
    changed.forEach(
        (order, box) -> {
          AddressSet was = rule(order).box().source();
          AddressSet differing = was.minus(box.source()).union(box.source().minus(was));
          nextRules.put(order, rule(order).with(box));
          usesOf
              .getOrDefault(order, List.of())
              .forEach(use -> sources.merge(use, differing, AddressSet::union));
        });
    Stage resized = resized(nextRules);
    if (!bounds.hold(resized)) {
      return Optional.empty();
    }
    Map<UseState, UseState.Next> nextUses = new LinkedHashMap<>();
    long[] nextCounts = counts.clone();
    for (Map.Entry<UseState, AddressSet> entry : sources.entrySet()) {
      SourceUse use = entry.getKey().use();
      Optional<UseState.Next> next =
          entry
              .getKey()
              .with(
                  use.service().rules().stream()
                      .map(r -> nextRules.getOrDefault(r.order(), rule(r.order())))
                      .toList(),
                  entry.getValue());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      next.get()
          .entries()
          .forEach(
              (prefix, change) ->
                  touches.add(new Touch(this, use, prefix, change.before(), change.after())));
      nextUses.put(entry.getKey(), next.get());
      if (use.isByPort()) {
        use.count(next.get().gone(), -1, nextCounts);
        use.count(next.get().come(), 1, nextCounts);
      }
    }
    long moreRoom = bounds.room(resized) - bounds.room(stage);
    return maps.get().lengths().fit(nextCounts, moreRoom)
        ? Optional.of(
            new Next(nextRules, nextUses, resized, Arrays.stream(nextCounts).boxed().toList()))
        : Optional.empty();
  }

  private Stage resized(Map<Integer, ClassRule> changed) {
    long input = stage.input();
    long portFirst = stage.portFirst();
    Map<AddressSet, Integer> more = new HashMap<>();
    for (ClassRule rule : changed.values()) {
      AddressSet was = rule(rule.order()).box().source();
      AddressSet now = rule.box().source();
      long weightWas = weight(was);
      long weightNow = weight(now);
      long classes =
          usesOf.getOrDefault(rule.order(), List.of()).stream()
              .map(use -> use.use().service())
              .distinct()
              .count();
      portFirst += classes * (weightNow - weightWas);
      input -= uses(more, was, -1) == 0 ? weightWas : 0;
      input += uses(more, now, 1) == 1 ? weightNow : 0;
    }
    return new Stage(stage.kind(), stage.boxes(), input, portFirst, stage.sourceFirst());
  }

  private int uses(Map<AddressSet, Integer> more, AddressSet set, int change) {
    int changed = count(set, change, more);
    return set.rangeCount() > MANY ? changed : sets.getOrDefault(set, 0) + changed;
  }

  private static long weight(AddressSet set) {
    return set.rangeCount() > MANY ? set.rangeCount() : StagePlan.weight(set);
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    next.rules()
        .forEach(
            (order, rule) -> {
              int unused = count(rule(order).box().source(), -1, sets);
              unused = count(rule.box().source(), 1, sets);
            });
    rules.putAll(next.rules());
    next.uses().forEach(UseState::become);
    stage = next.stage();
    counts = next.counts().stream().mapToLong(Long::longValue).toArray();
  }

  private ClassRule rule(int order) {
    return Objects.requireNonNull(rules.get(order));
  }
}
