package io.portcullis.compiler.incremental;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.StagePlace;
import io.portcullis.compiler.lower.Blueprint;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was compiled last, arranged for changing it. */
@SuppressWarnings("ReferenceEquality") // What is the same object need not be compared.
final class State {

  private final Policies policies;
  private final List<StageState> stages = new ArrayList<>();
  private final Map<String, MapState> maps = new HashMap<>();
  private final Blueprint.Kinds kinds;

  /** What elements say that they stand for. */
  private final Set<UserData> comments;

  private CompiledPolicy compiled;

  /**
   * What was compiled.
   *
   * @param many entries of a class from which on it is kept as a tree
   */
  State(Blueprint blueprint, int many) {
    compiled = blueprint.compiled();
    kinds = blueprint.kinds();
    comments =
        compiled.elements().stream()
            .map(element -> Comments.of(element.comment()))
            .collect(Collectors.toUnmodifiableSet());
    policies = new Policies(compiled.policy());
    blueprint
        .stages()
        .forEach(
            stage -> stages.add(new StageState(stage, policies.numberOf(stage.policy()), many)));
    compiled
        .ruleset()
        .elements()
        .forEach(
            (name, elements) -> {
              Optional<NftSet> set = compiled.ruleset().set(name);
              if (elements instanceof ElementBlock block
                  && set.filter(State::isPlain).isPresent()) {
                maps.put(name, new MapState(block));
              }
            });
  }

  private static boolean isPlain(NftSet set) {
    return set.isVerdictMap() && (set.flags() & NftSet.F_INTERVAL) == 0;
  }

  /**
   * What it becomes.
   *
   * @param before what this goes on from
   * @param sources of all packets that may meet a change
   */
  record Next(
      CompiledPolicy before,
      CompiledPolicy compiled,
      List<List<NftOperation>> batches,
      List<Prefix> sources,
      Map<StageState, StageState.Next> stages,
      Map<String, MapState.Next> maps,
      Policies.Next policies) {}

  /** The same for another policy; empty if it takes more than other elements. */
  Optional<Next> with(NodePolicy node) {
    return policies.with(node).flatMap(next -> with(node, next));
  }

  private Optional<Next> with(NodePolicy node, Policies.Next next) {
    Map<StageState, Map<Integer, MatchBox>> changed = new LinkedHashMap<>();
    for (Policies.Changed change : next.changed()) {
      Optional<StageState> stage =
          stages.stream()
              .filter(s -> s.holds(change.policy(), change.box().family(), change.box().order()))
              .findFirst();
      if (stage.isEmpty()) {
        return Optional.empty();
      }
      changed
          .computeIfAbsent(stage.get(), key -> new LinkedHashMap<>())
          .put(change.box().order(), change.box().box());
    }
    Elements elements = new Elements(kinds);
    List<Touch> touches = new ArrayList<>();
    Map<StageState, StageState.Next> nextStages = new LinkedHashMap<>();
    for (Map.Entry<StageState, Map<Integer, MatchBox>> entry : changed.entrySet()) {
      Optional<StageState.Next> stage = entry.getKey().with(entry.getValue(), touches);
      if (stage.isEmpty()) {
        return Optional.empty();
      }
      nextStages.put(entry.getKey(), stage.get());
    }
    Optional<Map<Touch, Integer>> numbers = Batches.of(touches);
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    numbers.get().forEach((touch, number) -> elements.add(touch, number));
    return maps(elements)
        .map(
            nextMaps ->
                new Next(
                    compiled,
                    compiled(node, next, nextMaps),
                    elements.batches(compiled.ruleset()),
                    touches.stream().map(Touch::prefix).toList(),
                    nextStages,
                    nextMaps,
                    next));
  }

  private Optional<Map<String, MapState.Next>> maps(Elements elements) {
    Map<String, MapState.Next> out = new HashMap<>();
    for (Map.Entry<String, MapChange> entry : elements.all().entrySet()) {
      if (!entry.getValue().added().values().stream().allMatch(this::leadsSomewhere)) {
        return Optional.empty();
      }
      MapState map = maps.get(entry.getKey());
      Optional<MapState.Next> next =
          Optional.ofNullable(map).flatMap(m -> m.with(entry.getValue()));
      int room = compiled.ruleset().set(entry.getKey()).map(NftSet::size).orElse(0);
      if (next.filter(n -> n.block().size() <= room).isEmpty()) {
        return Optional.empty();
      }
      out.put(entry.getKey(), next.get());
    }
    return Optional.of(out);
  }

  /** True if its chain is there, and what its comment stands for is written down. */
  private boolean leadsSomewhere(ElementBlock.Kind kind) {
    return kind.verdict().chain().map(compiled.ruleset().chains()::containsKey).orElse(true)
        && (kind.userData().isEmpty() || comments.contains(kind.userData()));
  }

  private CompiledPolicy compiled(
      NodePolicy node, Policies.Next next, Map<String, MapState.Next> nextMaps) {
    Map<String, ElementBlock> blocks = new HashMap<>();
    nextMaps.forEach((name, map) -> blocks.put(name, map.block()));
    Ruleset ruleset = compiled.ruleset();
    List<StagePlace> places = new ArrayList<>();
    for (StagePlace place : compiled.stages()) {
      EffectivePolicy policy = next.of(policies.numberOf(place.policy()));
      places.add(new StagePlace(place.place(), policy, place.family(), place.next()));
    }
    return new CompiledPolicy(
        node,
        blocks.isEmpty() ? ruleset : ruleset.withElements(blocks),
        compiled.outcomes(),
        compiled.logs(),
        places,
        compiled.elements());
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    if (next.before() != compiled) {
      throw new IllegalArgumentException("something else was kept since this was compiled");
    }
    next.stages().forEach(StageState::become);
    next.maps()
        .forEach(
            (name, map) -> {
              MapState state = maps.get(name);
              if (state != null) {
                state.become(map);
              }
            });
    policies.become(next.policies());
    compiled = next.compiled();
  }
}
