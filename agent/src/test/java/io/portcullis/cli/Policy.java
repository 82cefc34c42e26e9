package io.portcullis.cli;

/** Policy for the tests of the command line. */
final class Policy {

  static final String ENDPOINT =
      """
      apiVersion: projectcalico.org/v3
      kind: HostEndpoint
      metadata:
        name: node1-eth0
        labels:
          role: node
      spec:
        node: node1
        interfaceName: eth0
      """;

  static final String OFFICE =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkSet
      metadata:
        name: office
        labels:
          who: office
      spec:
        nets: [198.51.100.0/24, "2001:db8:51::/64"]
      """;

  static final String ALLOW =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata:
        name: allow-office
      spec:
        order: 10
        preDNAT: true
        applyOnForward: true
        selector: role == 'node'
        ingress:
        - action: Allow
          protocol: TCP
          source:
            selector: who == 'office'
          destination:
            ports: [30080, "31000:31010"]
      """;

  static final String DENY =
      """
      apiVersion: projectcalico.org/v3
      kind: GlobalNetworkPolicy
      metadata:
        name: deny-all
      spec:
        order: 20
        preDNAT: true
        applyOnForward: true
        selector: role == 'node'
        ingress:
        - action: Deny
      """;

  static final String ALL = String.join("---\n", ENDPOINT, OFFICE, ALLOW, DENY);

  private Policy() {}
}
