package io.portcullis.compiler.lower;

import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.compiler.StagePlace;
import io.portcullis.compiler.layout.Choice;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.ElementBlock;
import io.portcullis.netlink.nftables.NfFamily;
import io.portcullis.netlink.nftables.NftChain;
import io.portcullis.netlink.nftables.NftRule;
import io.portcullis.netlink.nftables.NftSet;
import io.portcullis.netlink.nftables.NftTable;
import io.portcullis.netlink.nftables.Ruleset;
import io.portcullis.netlink.nftables.SetElements;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.netlink.nftables.expr.Expression;
import io.portcullis.policy.address.Family;
import io.portcullis.policy.effective.Decision;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ruleset that is being made, and the record of which rule decides what. */
final class RulesetDraft {

  private final Map<String, NftChain> chains = new LinkedHashMap<>();
  private final Map<String, List<NftRule>> rules = new LinkedHashMap<>();
  private final Map<String, NftSet> sets = new LinkedHashMap<>();
  private final Map<String, SetElements> elements = new LinkedHashMap<>();
  private final Map<String, MapDraft> maps = new LinkedHashMap<>();
  private final Map<String, SourceBlocks> blocks = new LinkedHashMap<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<LogPlace> logs = new ArrayList<>();
  private final List<StagePlace> stages = new ArrayList<>();
  private final List<SourceStage> sources = new ArrayList<>();
  private final List<Choice> choices = new ArrayList<>();

  /** Adds a chain, whose name must be new. */
  void chain(NftChain chain) {
    if (chains.put(chain.name(), chain) != null) {
      throw new IllegalStateException("two chains are called " + chain.name());
    }
    rules.put(chain.name(), new ArrayList<>());
  }

  /** Adds a regular chain with a comment. */
  void chain(String name, String comment) {
    chain(NftChain.regular(name, Comments.of(comment)));
  }

  boolean hasChain(String name) {
    return chains.containsKey(name);
  }

  /** Appends a rule and says where it stands. */
  Place rule(String chain, Expression... expressions) {
    return rule(chain, List.of(expressions), UserData.NONE);
  }

  /** Appends a rule with a comment and says where it stands. */
  Place rule(String chain, String comment, Expression... expressions) {
    return rule(chain, List.of(expressions), Comments.of(comment));
  }

  /** Appends a rule and says where it stands. */
  Place rule(String chain, List<Expression> expressions, UserData userData) {
    List<NftRule> list = rules.get(chain);
    if (list == null) {
      throw new IllegalStateException("no chain is called " + chain);
    }
    list.add(NftRule.of(chain, expressions.toArray(Expression[]::new)).withUserData(userData));
    return new Place(chain, list.size() - 1);
  }

  /** Where the next rule of a chain will stand. */
  Place next(String chain) {
    return new Place(chain, rules.getOrDefault(chain, List.of()).size());
  }

  /** A set with its elements; a second one of that name must be the same. */
  void set(NftSet set, SetElements of) {
    NftSet before = sets.put(set.name(), set);
    if (before != null && !before.equals(set)) {
      throw new IllegalStateException("two sets are called " + set.name());
    }
    elements.put(set.name(), of);
  }

  /** The hash map of that name, made like {@code set} if it is not there yet. */
  MapDraft map(NftSet set) {
    return maps.computeIfAbsent(set.name(), name -> new MapDraft(set, false));
  }

  /** As {@link #map}, where elements decide and do not lead on. */
  MapDraft lastMap(NftSet set) {
    return maps.computeIfAbsent(set.name(), name -> new MapDraft(set, true));
  }

  /** Notes a set that is looked up before some maps, and has what they have when all is made. */
  SourceBlocks blocks(SourceBlocks of) {
    blocks.putIfAbsent(of.set(), of);
    return of;
  }

  /** The sets that are looked up before maps. */
  List<SourceBlocks> blocks() {
    return List.copyOf(blocks.values());
  }

  void outcome(Decision.Reason reason, Optional<RuleId> rule, Place place) {
    outcomes.add(new Outcome(reason, rule, place));
  }

  void log(RuleId rule, Place place) {
    logs.add(new LogPlace(rule, place));
  }

  void stage(Place place, EffectivePolicy policy, Family family, RuleId next) {
    stages.add(new StagePlace(place, policy, family, next));
  }

  /** Notes where the sources of a stage stand. */
  void sources(SourceStage stage) {
    sources.add(stage);
  }

  List<SourceStage> sources() {
    return sources;
  }

  /** Notes what was chosen, and instead of what. */
  void choice(Choice choice) {
    choices.add(choice);
  }

  List<Choice> choices() {
    return List.copyOf(choices);
  }

  /** The hash maps. */
  Collection<MapDraft> maps() {
    return maps.values();
  }

  List<StagePlace> stages() {
    return stages;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  List<LogPlace> logs() {
    return logs;
  }

  /** The ruleset; nothing can be added afterwards. */
  Ruleset build(String table, String comment, Inlining inlining) {
    maps.forEach(
        (name, map) -> {
          sets.put(name, map.set(inlining.counts(name)));
          elements.put(name, map.elements(verdict -> inlining.of(name, verdict)));
        });
    elements.replaceAll((set, of) -> inlining.inlined(of));
    for (SourceBlocks before : blocks.values()) {
      ElementBlock all = before.elements(maps.values());
      sets.put(before.set(), before.definition(all.size()));
      elements.put(before.set(), all);
    }
    rules.replaceAll((chain, list) -> inlining.inlined(list, outcomes));
    inlining.unused(rules, elements).forEach(this::remove);
    // Who keeps a place in this draft shall not keep an object per element.
    maps.clear();
    NftTable named =
        new NftTable(
            NfFamily.INET,
            table,
            0,
            Comments.of(comment),
            io.portcullis.netlink.UnknownAttributes.NONE);
    return new Ruleset(named, chains, rules, sets, elements);
  }

  private void remove(String chain) {
    chains.remove(chain);
    rules.remove(chain);
    outcomes.removeIf(outcome -> outcome.place().chain().equals(chain));
  }
}
