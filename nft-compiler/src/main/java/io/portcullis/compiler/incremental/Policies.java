package io.portcullis.compiler.incremental;

import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The policies of a node's endpoints by number; endpoints with equal ones share a number. */
final class Policies {

  private final IdentityHashMap<EffectivePolicy, Integer> numbers = new IdentityHashMap<>();
  private NodePolicy node;

  Policies(NodePolicy node) {
    this.node = node;
    Map<EffectivePolicy, Integer> distinct = new HashMap<>();
    for (EndpointBinding binding : bindings(node)) {
      int number = distinct.computeIfAbsent(binding.policy(), key -> distinct.size());
      numbers.put(binding.policy(), number);
    }
  }

  /** A box with other sources, of the policy with a number. */
  record Changed(int policy, ChangedSources.Box box) {}

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

  /** Another node policy's; empty if more than sources differ. */
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
        Optional<List<ChangedSources.Box>> boxes =
            ChangedSources.between(was.get(i).policy(), policy);
        if (boxes.isEmpty()) {
          return Optional.empty();
        }
        boxes.get().forEach(box -> changed.add(new Changed(number, box)));
      }
    }
    return Optional.of(new Next(other, changed, byNumber, next));
  }

  /** Goes on to what {@link #with} gave. */
  void become(Next next) {
    node = next.node();
    numbers.clear();
    numbers.putAll(next.bindings());
  }
}
