package io.portcullis.compiler.incremental;

import io.portcullis.policy.effective.BoxCounts;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The policies of a node's endpoints by number; endpoints with equal ones share a number. */
final class Policies {

  private final IdentityHashMap<EffectivePolicy, Integer> numbers = new IdentityHashMap<>();

  /** By a policy's number, of those that were asked for. */
  private final Map<Integer, BoxCounts> counts = new HashMap<>();

  private NodePolicy node;

  Policies(NodePolicy node) {
    this.node = node;
    Map<EffectivePolicy, Integer> distinct = new HashMap<>();
    for (EndpointBinding binding : bindings(node)) {
      int number = distinct.computeIfAbsent(binding.policy(), key -> distinct.size());
      numbers.put(binding.policy(), number);
    }
  }

  /** What became of the policy with a number. */
  record Changed(int policy, RuleEdits edits) {}

  /**
   * The policies of another node policy.
   *
   * @param byNumber the policies
   * @param bindings of all endpoints, under the same numbers
   */
  record Next(
      NodePolicy node,
      List<Changed> changed,
      Map<Integer, EffectivePolicy> byNumber,
      IdentityHashMap<EffectivePolicy, Integer> bindings) {

    EffectivePolicy of(int number) {
      return Objects.requireNonNull(byNumber.get(number));
    }

    /** Rules that went from a policy. */
    Set<RuleId> gone() {
      Set<RuleId> out = new HashSet<>();
      changed.forEach(c -> c.edits().gone().forEach(box -> out.add(box.rule().id())));
      return out;
    }

    /** Those of some rules that policies still have. */
    Set<RuleId> there(Set<RuleId> of) {
      Set<String> names = of.stream().map(RuleId::policy).collect(Collectors.toSet());
      Set<RuleId> out = new HashSet<>();
      for (EffectivePolicy policy : byNumber.values()) {
        for (EffectiveTier tier : policy.tiers()) {
          for (EffectiveRule rule : tier.rules()) {
            if (names.contains(rule.id().policy()) && of.contains(rule.id())) {
              out.add(rule.id());
            }
          }
        }
      }
      return out;
    }
  }

  /** The number of a policy, which is one of the node's own. */
  int numberOf(EffectivePolicy policy) {
    return Objects.requireNonNull(numbers.get(policy));
  }

  private static List<EndpointBinding> bindings(NodePolicy node) {
    List<EndpointBinding> out = new ArrayList<>(node.interfaces().values());
    node.wildcard().ifPresent(out::add);
    return out;
  }

  /** Another node policy's; empty if more than rules differ. */
  Optional<Next> with(NodePolicy other) {
    if (!node.node().equals(other.node())
        || !node.settings().equals(other.settings())
        || !node.interfaces().keySet().equals(other.interfaces().keySet())
        || node.wildcard().isPresent() != other.wildcard().isPresent()) {
      return Optional.empty();
    }
    List<EndpointBinding> was = bindings(node);
    List<EndpointBinding> now = bindings(other);
    List<Changed> changed = new ArrayList<>();
    Map<Integer, EffectivePolicy> byNumber = new HashMap<>();
    IdentityHashMap<EffectivePolicy, Integer> next = new IdentityHashMap<>();
    for (int i = 0; i < was.size(); i++) {
      EffectivePolicy policy = now.get(i).policy();
      int number = numberOf(was.get(i).policy());
      EffectivePolicy known = byNumber.putIfAbsent(number, policy);
      Integer taken = next.putIfAbsent(policy, number);
      if (!was.get(i).endpoint().equals(now.get(i).endpoint())
          || was.get(i).policy().isEmpty() != policy.isEmpty()
          || (known != null && !known.equals(policy))
          || (taken != null && taken != number)) {
        return Optional.empty();
      }
      if (known == null) {
        EffectivePolicy before = was.get(i).policy();
        Optional<RuleEdits> edits = RuleEdits.between(before, policy, counts(number, before));
        if (edits.isEmpty()) {
          return Optional.empty();
        }
        changed.add(new Changed(number, edits.get()));
      }
    }
    return Optional.of(new Next(other, changed, byNumber, next));
  }

  private BoxCounts counts(int number, EffectivePolicy policy) {
    return Objects.requireNonNull(
        counts.computeIfAbsent(number, key -> BoxCounts.of(policy, RuleEdits.HOLD)));
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    next.changed().stream()
        .filter(change -> !change.edits().onlySources())
        .forEach(change -> counts.remove(change.policy()));
    node = next.node();
    numbers.clear();
    numbers.putAll(next.bindings());
  }
}
