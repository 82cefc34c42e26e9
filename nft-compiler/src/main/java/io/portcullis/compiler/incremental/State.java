package io.portcullis.compiler.incremental;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.StagePlace;
import io.portcullis.compiler.lower.Blueprint;
import io.portcullis.compiler.lower.SourceBlocks;
import io.portcullis.compiler.lower.SourceStage;
import io.portcullis.compiler.model.ClassRule;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NftOperation;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.address.Prefix;
import io.portcullis.policy.effective.Action;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.MatchBox;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final List<BlockState> blocks = new ArrayList<>();
  private final Blueprint.Kinds kinds;

  private final Map<List<Object>, BoxOrders> orders = new HashMap<>();

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
            .collect(Collectors.toCollection(HashSet::new));
    policies = new Policies(compiled.policy());
    blueprint
        .stages()
        .forEach(
            stage -> stages.add(new StageState(stage, policies.numberOf(stage.policy()), many)));
    order(blueprint.stages());
    Map<String, ElementBlock> verdicts = new HashMap<>();
    compiled
        .ruleset()
        .elements()
        .forEach(
            (name, elements) -> {
              Optional<NftSet> set = compiled.ruleset().set(name);
              if (elements instanceof ElementBlock block
                  && set.filter(State::isPlain).isPresent()) {
                verdicts.put(name, block);
                maps.put(name, new MapState(block, false));
              }
            });
    for (SourceBlocks of : blueprint.blocks()) {
      if (compiled.ruleset().elementsOf(of.set()) instanceof ElementBlock block) {
        maps.put(of.set(), new MapState(block, true));
      }
      blocks.add(new BlockState(of, verdicts));
    }
  }

  private void order(List<SourceStage> of) {
    Map<List<Object>, List<ClassRule>> boxes = new HashMap<>();
    for (SourceStage stage : of) {
      boxes
          .computeIfAbsent(
              List.of(policies.numberOf(stage.policy()), stage.family()), k -> new ArrayList<>())
          .addAll(stage.stage().boxes());
    }
    boxes.forEach((key, all) -> orders.put(key, BoxOrders.of(all)));
  }

  private static boolean isPlain(NftSet set) {
    return set.isVerdictMap() && (set.flags() & NftSet.F_INTERVAL) == 0;
  }

  /**
   * What it becomes.
   *
   * @param before what this goes on from
   * @param sources of all packets that may meet a change
   * @param orders those of policies of which rules changed
   */
  record Next(
      CompiledPolicy before,
      CompiledPolicy compiled,
      List<List<NftOperation>> batches,
      List<Prefix> sources,
      Map<StageState, StageState.Next> stages,
      Map<String, MapState.Next> maps,
      List<BlockState.Next> blocks,
      Policies.Next policies,
      Map<List<Object>, BoxOrders> orders) {}

  /** The same for another policy; empty if it takes more than other elements. */
  Optional<Next> with(NodePolicy node) {
    return policies.with(node).flatMap(next -> with(node, next));
  }

  private Optional<Next> with(NodePolicy node, Policies.Next next) {
    Map<List<Object>, BoxOrders> nextOrders = new HashMap<>();
    Map<StageState, StageState.Next> nextStages = new LinkedHashMap<>();
    Touches touches = new Touches();
    for (Policies.Changed change : next.changed()) {
      for (Family family : Family.values()) {
        List<Object> key = List.of(change.policy(), family);
        Optional<BoxOrders.Edits> edits =
            Optional.ofNullable(orders.get(key)).flatMap(o -> o.of(change.edits(), family));
        List<StageState> of =
            stages.stream().filter(stage -> stage.isOf(change.policy(), family)).toList();
        if (edits.isEmpty() || !with(of, edits.get(), nextStages, touches)) {
          return Optional.empty();
        }
        nextOrders.put(key, edits.get().after());
      }
    }
    Elements elements = new Elements(kinds);
    if (!touches.into(elements)) {
      return Optional.empty();
    }
    List<BlockState.Next> nextBlocks = blocks.stream().map(of -> of.into(elements)).toList();
    return maps(elements)
        .map(
            nextMaps ->
                new Next(
                    compiled,
                    compiled(node, next, nextMaps, elements),
                    elements.batches(compiled.ruleset()),
                    touches.prefixes(),
                    nextStages,
                    nextMaps,
                    nextBlocks,
                    next,
                    nextOrders));
  }

  /** The stages of one policy and family; false if this cannot tell. */
  private static boolean with(
      List<StageState> of,
      BoxOrders.Edits edits,
      Map<StageState, StageState.Next> next,
      Touches touches) {
    int known = 0;
    int stagesBefore = next.size();
    boolean isMore = !edits.gone().isEmpty() || !edits.come().isEmpty();
    for (StageState stage : of) {
      Map<Integer, MatchBox> changed = new LinkedHashMap<>(edits.changed());
      changed.keySet().removeIf(order -> !stage.holds(order));
      Set<Integer> gone = new LinkedHashSet<>(edits.gone());
      gone.removeIf(order -> !stage.holds(order));
      List<ClassRule> come =
          edits.come().stream()
              .filter(rule -> stage.holds(edits.behind().getOrDefault(rule.order(), 0)))
              .toList();
      known += changed.size() + gone.size() + come.size();
      if (changed.isEmpty() && gone.isEmpty() && come.isEmpty()) {
        continue;
      }
      // What a stage begins with is written down, and a Pass may not reach beyond it.
      if (of.size() > 1
          && isMore
          && (gone.stream().anyMatch(stage::begins) || come.stream().anyMatch(State::passes))) {
        return false;
      }
      Optional<StageState.Next> after = stage.with(changed, gone, come, touches);
      if (after.isEmpty()) {
        return false;
      }
      next.put(stage, after.get());
    }
    // A packet meets all stages: one is enough to say what it may see of a change.
    boolean apart = !isMore || next.size() - stagesBefore <= 1;
    return apart && known == edits.changed().size() + edits.gone().size() + edits.come().size();
  }

  private static boolean passes(ClassRule rule) {
    return rule.rule().action() == Action.PASS;
  }

  private Optional<Map<String, MapState.Next>> maps(Elements elements) {
    Map<String, MapState.Next> out = new HashMap<>();
    for (Map.Entry<String, MapChange> entry : elements.all().entrySet()) {
      if (!entry.getValue().added().values().stream()
          .allMatch(kind -> leadsSomewhere(kind, elements))) {
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
  private boolean leadsSomewhere(ElementBlock.Kind kind, Elements elements) {
    return kind.verdict().chain().map(compiled.ruleset().chains()::containsKey).orElse(true)
        && (kind.userData().isEmpty()
            || comments.contains(kind.userData())
            || Comments.read(kind.userData()).filter(elements.decided()::containsKey).isPresent());
  }

  private CompiledPolicy compiled(
      NodePolicy node, Policies.Next next, Map<String, MapState.Next> nextMaps, Elements elements) {
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
        decided(next, elements));
  }

  /** What elements decide: without rules that went, and with those that came. */
  private List<ElementOutcome> decided(Policies.Next next, Elements elements) {
    Set<RuleId> gone = next.gone();
    Map<String, ElementOutcome> come = new LinkedHashMap<>(elements.decided());
    come.keySet().removeIf(comment -> comments.contains(Comments.of(comment)));
    if (gone.isEmpty() && come.isEmpty()) {
      return compiled.elements();
    }
    Set<RuleId> there = next.there(gone);
    List<ElementOutcome> out = new ArrayList<>(compiled.elements().size() + come.size());
    for (ElementOutcome outcome : compiled.elements()) {
      if (outcome.rule().filter(gone::contains).isEmpty()) {
        out.add(outcome);
      } else {
        // It may be there again, with another action or at another place of its file.
        ElementOutcome now = elements.decided().getOrDefault(outcome.comment(), outcome);
        if (now.rule().filter(r -> there.contains(r) || !gone.contains(r)).isPresent()) {
          out.add(now);
        }
      }
    }
    out.addAll(come.values());
    return List.copyOf(out);
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
    for (int i = 0; i < blocks.size(); i++) {
      blocks.get(i).become(next.blocks().get(i));
    }
    policies.become(next.policies());
    orders.putAll(next.orders());
    if (next.compiled().elements() != compiled.elements()) {
      comments.clear();
      next.compiled().elements().forEach(e -> comments.add(Comments.of(e.comment())));
    }
    compiled = next.compiled();
  }
}
