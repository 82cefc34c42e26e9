package io.portcullis.integration.packets;

import static java.util.stream.Collectors.joining;

import io.portcullis.policy.address.Prefix;
import java.util.List;

/** A workload as Calico's resources. */
final class PolicyYaml {

  /**
   * With more sets than this, policies name their CIDRs themselves: resolving a selector looks at
   * every network set, so that many of both take minutes.
   */
  private static final int MOST_SETS = 2_000;

  private PolicyYaml() {}

  /** One host endpoint for {@code link}, a network set per set, a policy per policy. */
  static String of(Workload workload, String node, String link) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: guarded, labels: {guarded: "true"}}
        spec: {node: %s, interfaceName: %s}
        """
            .formatted(node, link));
    boolean selectors = workload.sets().size() <= MOST_SETS;
    for (NetSet set : selectors ? workload.sets() : List.<NetSet>of()) {
      out.append(
          """
          ---
          apiVersion: projectcalico.org/v3
          kind: GlobalNetworkSet
          metadata: {name: %s, labels: {set: %s}}
          spec:
            nets:
          """
              .formatted(set.name(), set.name()));
      set.nets().forEach(net -> out.append("  - \"").append(net).append("\"\n"));
    }
    for (int i = 0; i < workload.policies().size(); i++) {
      out.append(policy(workload.policies().get(i), i, selectors));
    }
    return out.toString();
  }

  private static String policy(Policy policy, int order, boolean selectors) {
    StringBuilder rule = new StringBuilder(policy.allow() ? "Allow" : "Deny");
    if (!policy.ports().isEmpty()) {
      rule.append(
          policy.ports().stream()
              .map(range -> '"' + range.text(':') + '"')
              .map(text -> text.contains(":") ? text : text.replace("\"", ""))
              .collect(joining(", ", ", protocol: TCP, destination: {ports: [", "]}")));
    }
    policy
        .sources()
        .map(set -> selectors ? "selector: set == '" + set.name() + "'" : nets(set))
        .ifPresent(source -> rule.append(", source: {").append(source).append('}'));
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: %s}
        spec:
          order: %d
          selector: guarded == 'true'
          preDNAT: true
          applyOnForward: true
          ingress:
          - {action: %s}
        """
        .formatted(policy.name(), order, rule);
  }

  private static String nets(NetSet set) {
    return set.nets().stream().map(Prefix::toString).collect(joining("\", \"", "nets: [\"", "\"]"));
  }
}
