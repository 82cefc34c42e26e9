package io.portcullis.policy.resolve;

import io.portcullis.policy.effective.DataplaneSettings;
import io.portcullis.policy.effective.EffectivePolicy;
import io.portcullis.policy.effective.EffectiveRule;
import io.portcullis.policy.effective.EffectiveTier;
import io.portcullis.policy.effective.EndpointBinding;
import io.portcullis.policy.effective.NodePolicy;
import io.portcullis.policy.effective.RuleId;
import io.portcullis.policy.resource.EntityRule;
import io.portcullis.policy.resource.GlobalNetworkPolicy;
import io.portcullis.policy.resource.HostEndpoint;
import io.portcullis.policy.resource.Resources;
import io.portcullis.policy.resource.Rule;
import io.portcullis.policy.resource.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Resources to what applies on one node. */
public final class PolicyResolver {

  private final Resources resources;
  private final Members members;
  private final RuleBoxes boxes;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<GlobalNetworkPolicy, List<EffectiveRule>> rules = new HashMap<>();
  private final Map<List<GlobalNetworkPolicy>, EffectivePolicy> policies = new HashMap<>();
  private final List<Tier> tiers;
  private final Map<Tier, List<GlobalNetworkPolicy>> byTier = new HashMap<>();

  private PolicyResolver(Resources resources) {
    this.resources = resources;
    this.members = new Members(resources);
    this.boxes = new RuleBoxes(members);
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
    for (GlobalNetworkPolicy policy : resources.policies()) {
      if (policy.kind() != GlobalNetworkPolicy.Kind.PRE_DNAT) {
        findings.add(
            new Finding(
                policy.meta().position(),
                "policy " + policy.meta().name() + " is not preDNAT and is not enforced here"));
      }
    }
    return new Resolution(new NodePolicy(node, interfaces, wildcard, settings), findings);
  }

  private EndpointBinding binding(HostEndpoint endpoint) {
    return new EndpointBinding(
        endpoint.meta().name(), endpoint.meta().position(), policy(members.labels(endpoint)));
  }

  private EffectivePolicy policy(Map<String, String> labels) {
    List<GlobalNetworkPolicy> selected = new ArrayList<>();
    List<EffectiveTier> effective = new ArrayList<>();
    for (Tier tier : tiers) {
      List<GlobalNetworkPolicy> ofTier =
          byTier.getOrDefault(tier, List.of()).stream()
              .filter(policy -> policy.selector().matches(labels))
              .toList();
      if (!ofTier.isEmpty()) {
        selected.addAll(ofTier);
        effective.add(
            new EffectiveTier(
                tier.meta().name(),
                ofTier.stream().flatMap(policy -> rules(policy).stream()).toList()));
      }
    }
    // Endpoints that the same policies select share one value.
    return policies.computeIfAbsent(selected, key -> new EffectivePolicy(effective));
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
      checkSelector(rule, rule.source(), "source");
      checkSelector(rule, rule.destination(), "destination");
    }
    rules.put(policy, out);
    return out;
  }

  private void checkSelector(Rule rule, EntityRule entity, String side) {
    RuleBoxes.selector(entity)
        .filter(selector -> !members.any(selector))
        .ifPresent(
            selector ->
                findings.add(
                    new Finding(
                        rule.position(),
                        side + ".selector " + selector.canonical() + " matches nothing")));
  }
}
