package io.portcullis.policy.resolve;

import io.portcullis.policy.Same;
import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resources to what applies on one node. One that is kept takes the time of what changed since it
 * was last asked, and hands out the same objects for what did not. Not for use by more than one
 * thread.
 */
public final class PolicyResolver {

  private final Members members = new Members();
  private final RuleBoxes boxes = new RuleBoxes(members);
  private final RuleChecks checks = new RuleChecks(members);
  private final PolicyWorks works = new PolicyWorks(members);
  private final Map<String, EffectivePolicy> byEndpoint = new HashMap<>();
  private Optional<NodePolicy> last = Optional.empty();

  /**
   * What applies on {@code node}, from nothing.
   *
   * @param links of the host, with their addresses; endpoints given by name need none
   */
  public static Resolution resolve(
      Resources resources, String node, List<HostLink> links, DataplaneSettings settings) {
    return new PolicyResolver().next(resources, node, links, settings);
  }

  /**
   * What applies on {@code node} now. Rules, address sets, policies and bindings that are as they
   * were are the same objects as those of the last answer, and so is the whole of it.
   *
   * @param resources what is the same object as last time is taken to be unchanged; none is in it
   *     twice
   * @param links of the host, with their addresses; endpoints given by name need none
   */
  public Resolution next(
      Resources resources, String node, List<HostLink> links, DataplaneSettings settings) {
    works.update(resources);
    members.update(resources).forEach(rule -> rule.renew(boxes, checks));
    List<Finding> findings = new ArrayList<>();
    Endpoints endpoints = new Endpoints(resources.hostEndpoints(), node, findings::add);
    EffectivePolicies policies = new EffectivePolicies(works, members, boxes, checks);
    Map<String, EffectivePolicy> applied = new HashMap<>();
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    endpoints
        .byInterface(links)
        .forEach(
            (name, endpoint) ->
                interfaces.put(
                    name,
                    binding(
                        endpoint,
                        policies,
                        applied,
                        last.map(policy -> policy.interfaces().get(name)))));
    Optional<EndpointBinding> wildcard =
        endpoints
            .wildcard()
            .map(
                endpoint ->
                    binding(endpoint, policies, applied, last.flatMap(NodePolicy::wildcard)));
    endpoints.checkNode(node);
    findings.addAll(policies.findings());
    findings.addAll(works.idle());
    byEndpoint.clear();
    byEndpoint.putAll(applied);
    return new Resolution(node(node, interfaces, wildcard, settings), findings);
  }

  private EndpointBinding binding(
      HostEndpoint endpoint,
      EffectivePolicies policies,
      Map<String, EffectivePolicy> applied,
      Optional<EndpointBinding> before) {
    String name = endpoint.meta().name();
    EffectivePolicy policy = policies.of(endpoint, Optional.ofNullable(byEndpoint.get(name)));
    applied.put(name, policy);
    EndpointBinding binding = new EndpointBinding(name, endpoint.meta().position(), policy);
    return before
        .filter(
            known ->
                Same.is(known.policy(), policy)
                    && known.endpoint().equals(binding.endpoint())
                    && known.position().equals(binding.position()))
        .orElse(binding);
  }

  private NodePolicy node(
      String node,
      SortedMap<String, EndpointBinding> interfaces,
      Optional<EndpointBinding> wildcard,
      DataplaneSettings settings) {
    Optional<NodePolicy> same =
        last.filter(
            known ->
                known.node().equals(node)
                    && known.settings().equals(settings)
                    && same(known.wildcard(), wildcard)
                    && known.interfaces().keySet().equals(interfaces.keySet())
                    && Same.all(
                        List.copyOf(known.interfaces().values()),
                        List.copyOf(interfaces.values())));
    if (same.isEmpty()) {
      last = Optional.of(new NodePolicy(node, interfaces, wildcard, settings));
    }
    return last.orElseThrow();
  }

  private static boolean same(Optional<EndpointBinding> one, Optional<EndpointBinding> other) {
    return Same.all(one.stream().toList(), other.stream().toList());
  }
}
