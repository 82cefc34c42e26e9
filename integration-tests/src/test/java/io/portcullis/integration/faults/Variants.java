package io.portcullis.integration.faults;

import io.portcullis.integration.update.Stream;
import java.util.Random;

/**
 * Policies in YAML that differ in much, and agree on the packets of {@link Stream}: what is sent to
 * its open port passes, what is sent to its shut one does not.
 */
final class Variants {

  private Variants() {}

  /** Number {@code n}: the same number gives the same policy. */
  static String policy(int n) {
    Random random = new Random(n);
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: projectcalico.org/v3
            kind: HostEndpoint
            metadata: {name: node1-g0, labels: {role: node}}
            spec: {node: node1, interfaceName: g0}
            """);
    int others = 1 + random.nextInt(6);
    for (int i = 0; i < others; i++) {
      yaml.append(
          """
          ---
          apiVersion: projectcalico.org/v3
          kind: GlobalNetworkPolicy
          metadata: {name: other-%d}
          spec:
            order: %d
            preDNAT: true
            applyOnForward: true
            selector: role == 'node'
            ingress:
            - action: %s
              protocol: %s
              source: {nets: [10.%d.0.0/16, 172.16.%d.0/24]}
              destination: {ports: [%d]}
          """
              .formatted(
                  i,
                  i,
                  random.nextBoolean() ? "Allow" : "Deny",
                  random.nextBoolean() ? "TCP" : "UDP",
                  random.nextInt(4),
                  random.nextInt(256),
                  31_000 + random.nextInt(50)));
    }
    // Families in turn, and more of the source than is needed: the way to the verdict changes.
    String from = random.nextBoolean() ? "10.1.0.0/16" : "10.0.0.0/8";
    String from6 = random.nextBoolean() ? "2001:db8:1::/48" : "2001:db8:1:2::/64";
    return yaml.append(
            """
            ---
            apiVersion: projectcalico.org/v3
            kind: GlobalNetworkPolicy
            metadata: {name: stream}
            spec:
              order: 100
              preDNAT: true
              applyOnForward: true
              selector: role == 'node'
              ingress:
              - {action: Allow, protocol: UDP, source: {nets: [%s]}, destination: {ports: [%d]}}
              - {action: Allow, protocol: UDP, source: {nets: ["%s"]}, destination: {ports: [%d]}}
              - {action: Deny}
            """
                .formatted(from, Stream.OPEN_PORT, from6, Stream.OPEN_PORT))
        .toString();
  }
}
