package io.portcullis.compiler.proof;

import io.portcullis.compiler.CompiledPolicy;
import io.portcullis.compiler.ElementOutcome;
import io.portcullis.compiler.LogPlace;
import io.portcullis.compiler.Outcome;
import io.portcullis.compiler.Place;
import io.portcullis.netlink.nftables.Comments;
import io.portcullis.netlink.nftables.UserData;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the rules of a ruleset stand for, told so that two policies can be compared. */
final class Roles {

  private final Map<List<Object>, RuleId> rules = new HashMap<>();
  private final Map<Place, List<Object>> roles = new HashMap<>();
  private final Map<String, List<Object>> ofElements = new HashMap<>();
  private boolean clear = true;

  Roles(CompiledPolicy compiled) {
    policies(compiled.policy()).distinct().forEach(this::enter);
    for (Outcome outcome : compiled.outcomes()) {
      outcome.rule().ifPresent(this::check);
      add(outcome.place(), List.of(outcome.reason(), outcome.rule().map(Roles::name)));
    }
    for (ElementOutcome outcome : compiled.elements()) {
      outcome.rule().ifPresent(this::check);
      ofElements.put(outcome.comment(), List.of(outcome.reason(), outcome.rule().map(Roles::name)));
    }
    for (LogPlace log : compiled.logs()) {
      check(log.rule());
      add(log.place(), List.of("log", name(log.rule())));
    }
  }

  /** The policies that a node's interfaces have. */
  static Stream<EffectivePolicy> policies(NodePolicy node) {
    return Stream.concat(node.interfaces().values().stream(), node.wildcard().stream())
        .map(EndpointBinding::policy);
  }

  /** True if every rule has a name of its own, wherever in its file it stands. */
  boolean isClear() {
    return clear;
  }

  /** What a rule stands for; nothing if for nothing. */
  List<Object> of(Place place) {
    return roles.getOrDefault(place, List.of());
  }

  /** What an element with this comment stands for; nothing if for nothing. */
  List<Object> ofElement(UserData comment) {
    return Comments.read(comment).map(ofElements::get).orElse(List.of());
  }

  private void enter(EffectivePolicy policy) {
    for (EffectiveTier tier : policy.tiers()) {
      for (EffectiveRule rule : tier.rules()) {
        RuleId other = rules.putIfAbsent(name(rule.id()), rule.id());
        clear &= other == null || other.equals(rule.id());
        clear &= rule.id().tier().equals(tier.name());
      }
    }
  }

  private void check(RuleId rule) {
    clear &= rule.equals(rules.get(name(rule)));
  }

  private void add(Place place, List<Object> role) {
    roles.computeIfAbsent(place, key -> new ArrayList<>()).add(role);
  }

  private static List<Object> name(RuleId rule) {
    return List.of(rule.tier(), rule.policy(), rule.index());
  }
}
