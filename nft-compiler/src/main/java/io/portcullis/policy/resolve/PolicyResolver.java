package io.portcullis.policy.resolve;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Resources to what applies on one node. */
public final class PolicyResolver {

  private final Resources resources;
  private final Members members;
  private final RuleBoxes boxes;
  private final RuleChecks checks;
  private final List<Finding> findings = new ArrayList<>();

  /** By identity: a policy's hash would read all its rules at every question. */
  private final IdentityHashMap<GlobalNetworkPolicy, List<EffectiveRule>> rules =
      new IdentityHashMap<>();

  private final Map<BitSet, EffectivePolicy> policies = new HashMap<>();
  private final List<Tier> tiers;
  private final Map<Tier, List<GlobalNetworkPolicy>> byTier = new HashMap<>();

  private PolicyResolver(Resources resources) {
    this.resources = resources;
    this.members = new Members(resources);
    this.boxes = new RuleBoxes(members);
    this.checks = new RuleChecks(members, findings::add);
    this.tiers = PolicyOrder.tiers(resources);
    tiers.forEach(tier -> byTier.put(tier, PolicyOrder.policies(resources, tier)));
  }

  /**
   * What applies on {@code node}.
   *
   * @param links of the host, with their addresses; endpoints given by name need none
   */
  public static Resolution resolve(
      Resources resources, String node, List<HostLink> links, DataplaneSettings settings) {
    return new PolicyResolver(resources).resolve(node, links, settings);
  }

  private Resolution resolve(String node, List<HostLink> links, DataplaneSettings settings) {
    Endpoints endpoints = new Endpoints(resources.hostEndpoints(), node, findings::add);
    TreeMap<String, EndpointBinding> interfaces = new TreeMap<>();
    endpoints
        .byInterface(links)
        .forEach((name, endpoint) -> interfaces.put(name, binding(endpoint)));
    Optional<EndpointBinding> wildcard = endpoints.wildcard().map(this::binding);
    endpoints.checkNode(node);
    for (GlobalNetworkPolicy policy : resources.policies()) {
      if (policy.kind() != GlobalNetworkPolicy.Kind.PRE_DNAT) {
        find(policy, "is " + policy.kind().text() + " and is not enforced here");
      } else if (resources.hostEndpoints().stream()
          .noneMatch(endpoint -> policy.selector().matches(members.labels(endpoint)))) {
        find(policy, "selects no host endpoint");
      }
    }
    return new Resolution(new NodePolicy(node, interfaces, wildcard, settings), findings);
  }

  private void find(GlobalNetworkPolicy policy, String what) {
    findings.add(
        new Finding(policy.meta().position(), "policy " + policy.meta().name() + " " + what));
  }

  private EndpointBinding binding(HostEndpoint endpoint) {
    return new EndpointBinding(
        endpoint.meta().name(), endpoint.meta().position(), policy(members.labels(endpoint)));
  }

  /** Endpoints that the same policies select share one value. */
  private EffectivePolicy policy(Map<String, String> labels) {
    BitSet selected = new BitSet();
    int index = 0;
    for (Tier tier : tiers) {
      for (GlobalNetworkPolicy policy : byTier.getOrDefault(tier, List.of())) {
        selected.set(index++, policy.selector().matches(labels));
      }
    }
    return policies.computeIfAbsent(selected, this::policy);
  }

  /** The policy of these, counted over all tiers in order. */
  private EffectivePolicy policy(BitSet selected) {
    List<EffectiveTier> out = new ArrayList<>();
    int index = 0;
    for (Tier tier : tiers) {
      List<EffectiveRule> ofTier = new ArrayList<>();
      boolean any = false;
      for (GlobalNetworkPolicy policy : byTier.getOrDefault(tier, List.of())) {
        if (selected.get(index++)) {
          any = true;
          ofTier.addAll(rules(policy));
        }
      }
      if (any) {
        out.add(new EffectiveTier(tier.meta().name(), ofTier));
      }
    }
    return new EffectivePolicy(out);
  }

  private List<EffectiveRule> rules(GlobalNetworkPolicy policy) {
    List<EffectiveRule> known = rules.get(policy);
    if (known != null) {
      return known;
    }
    List<EffectiveRule> out = new ArrayList<>();
    for (int i = 0; i < policy.ingress().size(); i++) {
      Rule rule = policy.ingress().get(i);
      RuleId id = new RuleId(policy.tier(), policy.meta().name(), i, rule.position());
      out.add(new EffectiveRule(id, rule.action(), boxes.of(rule)));
      checks.check(policy.meta().name(), i, rule, out.get(i).boxes().isEmpty());
    }
    rules.put(policy, out);
    return out;
  }
}
