package io.portcullis.integration.packets;

import static java.util.stream.Collectors.joining;

/** A workload as Calico's resources. */
final class PolicyYaml {

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
    for (NetSet set : workload.sets()) {
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
      out.append(policy(workload.policies().get(i), i));
    }
    return out.toString();
  }

  private static String policy(Policy policy, int order) {
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
        .map(set -> "selector: set == '" + set.name() + "'")
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
}
