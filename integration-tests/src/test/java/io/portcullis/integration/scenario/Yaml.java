package io.portcullis.integration.scenario;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Resources as users write them, put together from the parts in which scenarios differ. */
final class Yaml {

  /** The endpoint of the link to the router; selected by {@code has(host-endpoint)}. */
  static final String ETH0 = endpoint("node1-eth0", "eth0");

  /** The endpoint of all links without their own; selected by {@code has(host-endpoint)}. */
  static final String WILDCARD = endpoint("node1-all", "\"*\"");

  /** Denies everything that is left. */
  static final String DENY_REST = policy("deny-rest", 1000, "{action: Deny}");

  private Yaml() {}

  /** A host endpoint of node1, with a label that policies select. */
  static String endpoint(String name, String interfaceName) {
    return endpoint(name, "host-endpoint: ingress", "interfaceName: " + interfaceName);
  }

  /** A host endpoint of node1 with other labels, or more fields. */
  static String endpoint(String name, String labels, String fields) {
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: HostEndpoint
        metadata: {name: %s, labels: {%s}}
        spec: {node: node1, %s}
        """
        .formatted(name, labels, fields);
  }

  /** A pre-DNAT policy of all endpoints that have the label, with rules in flow style. */
  static String policy(String name, int order, String... rules) {
    return policy(name, "order: " + order, "has(host-endpoint)", rules);
  }

  /** A pre-DNAT policy with other fields, such as a tier. */
  static String policy(String name, String fields, String selector, String... rules) {
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkPolicy
        metadata: {name: %s}
        spec:
          %s
          selector: %s
          preDNAT: true
          applyOnForward: true
          ingress:
        %s
        """
        .formatted(
            name,
            fields.replace(", ", "\n  "),
            selector,
            Arrays.stream(rules).map(rule -> "  - " + rule).collect(Collectors.joining("\n")));
  }

  /** A tier. */
  static String tier(String name, int order) {
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: Tier
        metadata: {name: %s}
        spec: {order: %d}
        """
        .formatted(name, order);
  }

  /** A network set for the whole cluster. */
  static String networkSet(String name, String labels, String nets) {
    return """
        ---
        apiVersion: projectcalico.org/v3
        kind: GlobalNetworkSet
        metadata: {name: %s, labels: {%s}}
        spec: {nets: [%s]}
        """
        .formatted(name, labels, nets);
  }
}
